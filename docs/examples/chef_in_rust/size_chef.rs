//! SizeChef, in Rust: at every poke it makes a dumpling with how many packets and bytes it has seen. The structs are
//! those of netdumplings/chef_abi.h, as far as this chef needs them.
use std::ffi::c_void;
use std::os::raw::c_char;

#[repr(C)]
pub struct NdPacket {
    struct_size: usize,
    bytes: *const u8,
    captured_length: u32,
    wire_length: u32,
    time_ns: i64,
    // More follows.
}

#[repr(C)]
pub struct NdSink {
    struct_size: usize,
    context: *mut c_void,
    emit: extern "C" fn(*mut c_void, *const c_char, usize),
    failed: extern "C" fn(*mut c_void, *const c_char, usize),
}

#[repr(C)]
pub struct NdChef {
    name: *const c_char,
    help: *const c_char,
    flags: u32,
    option_count: u32,
    options: *const c_void,
    create: extern "C" fn(*const c_void, *const c_char, usize, *const NdSink) -> *mut c_void,
    destroy: extern "C" fn(*mut c_void),
    packet: Option<extern "C" fn(*mut c_void, *const NdPacket, *const NdSink)>,
    interval: Option<extern "C" fn(*mut c_void, f64, i64, *const NdSink)>,
}

#[repr(C)]
pub struct NdChefModule {
    magic: u64,
    major: u32,
    minor: u32,
    built_with: *const c_char,
    chefs: *const NdChef,
    chef_count: u32,
    chef_stride: u32,
    option_stride: u32,
    reserved: u32,
}

// The tables are constant, and nd-sniff only reads them.
unsafe impl Sync for NdChef {}
unsafe impl Sync for NdChefModule {}

#[derive(Default)]
struct SizeChef {
    packets: u64,
    bytes: u64,
}

extern "C" fn create(_: *const c_void, _: *const c_char, _: usize, _: *const NdSink) -> *mut c_void {
    Box::into_raw(Box::new(SizeChef::default())) as *mut c_void
}

extern "C" fn destroy(chef: *mut c_void) {
    drop(unsafe { Box::from_raw(chef as *mut SizeChef) });
}

// A panic must not leave these functions: it ends nd-sniff. Report what fails by the sink's `failed`.
extern "C" fn packet(chef: *mut c_void, packet: *const NdPacket, _: *const NdSink) {
    let (chef, packet) = unsafe { (&mut *(chef as *mut SizeChef), &*packet) };
    chef.packets += 1;
    chef.bytes += u64::from(packet.wire_length);
}

extern "C" fn interval(chef: *mut c_void, _: f64, _: i64, sink: *const NdSink) {
    let (chef, sink) = unsafe { (&*(chef as *const SizeChef), &*sink) };
    let json = format!("{{\"packets\": {}, \"bytes\": {}}}", chef.packets, chef.bytes);
    (sink.emit)(sink.context, json.as_ptr() as *const c_char, json.len());
}

const fn text(bytes: &'static [u8]) -> *const c_char {
    bytes.as_ptr() as *const c_char
}

static CHEF: NdChef = NdChef {
    name: text(b"SizeChef\0"),
    help: text(b"Counts packets and their bytes\0"),
    flags: 0,
    option_count: 0,
    options: std::ptr::null(),
    create,
    destroy,
    packet: Some(packet),
    interval: Some(interval),
};

/// The one symbol that nd-sniff looks for.
#[no_mangle]
#[allow(non_upper_case_globals)]
pub static netdumplings_chef_module: NdChefModule = NdChefModule {
    magic: 0x0000_4645_4843_444e, // "NDCHEF" and two zero bytes
    major: 2,
    minor: 1,
    built_with: text(b"Rust\0"),
    chefs: &CHEF,
    chef_count: 1,
    chef_stride: std::mem::size_of::<NdChef>() as u32,
    option_stride: 0,
    reserved: 0,
};
