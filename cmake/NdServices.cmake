# Installs systemd's units, whose commands have the installation's whole path, and examples of their settings.
install(CODE "set(bindir \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}\")
foreach(unit nd-hub nd-sniff@)
  configure_file(\"${PROJECT_SOURCE_DIR}/systemd/\${unit}.service.in\"
    \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/lib/systemd/system/\${unit}.service\" @ONLY)
endforeach()" COMPONENT tools)
install(FILES "${PROJECT_SOURCE_DIR}/systemd/nd-hub.env" "${PROJECT_SOURCE_DIR}/systemd/nd-sniff.env"
  DESTINATION "${CMAKE_INSTALL_DOCDIR}/examples" COMPONENT tools)
