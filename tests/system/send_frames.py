"""Sends the frames that stand on standard input (hexadecimal, one a line) on an interface: send_frames.py INTERFACE.

A program of its own, so that it can be run inside a network namespace.
"""
import sys

import packets

packets.send(sys.argv[1], [bytes.fromhex(line) for line in sys.stdin.read().split()])
