"""Sends the frames of standard input, one hexadecimal frame in a line, on an interface: send_frames.py INTERFACE.

It is a program, so that it can run inside a network namespace.
"""
import sys

import packets

packets.send(sys.argv[1], [bytes.fromhex(line) for line in sys.stdin.read().split()])
