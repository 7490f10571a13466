"""A TCP relay that behaves like a bad line: it delays and splits data, and cuts connections."""
import contextlib
import random
import socket
import threading
import time


class Relay:
    """Relays to a port of this machine. The seed decides for each connection how slow it is, and after how many bytes it
    is cut. A later connection may be faster than an earlier one."""

    def __init__(self, test, to_port, seed, most_bytes):
        self.cuts = 0
        self.to_port = to_port
        self.most_bytes = most_bytes
        self._chance = random.Random(seed)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ended = False
        self.port = self._listener.getsockname()[1]
        test.addCleanup(self.end)
        threading.Thread(target=self._accept, daemon=True).start()

    def end(self):
        self._ended = True
        # Closing the socket does not wake a thread that waits for a connection.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self):
        while not self._ended:
            try:
                near, _ = self._listener.accept()
            except OSError:
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.to_port))
            except OSError:
                near.close()
                continue
            quality = _LineQuality(random.Random(self._chance.random()), self.most_bytes)
            threading.Thread(target=self._connect, args=(near, far, quality), daemon=True).start()

    def _connect(self, near, far, quality):
        back = threading.Thread(target=self._pass_on, args=(far, near, quality), daemon=True)
        with near, far:
            back.start()
            self._pass_on(near, far, quality)
            back.join()

    def _pass_on(self, source, target, quality):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                for piece in quality.pieces(data):
                    target.sendall(piece)
                if quality.over():
                    self.cuts += 1
                    break
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class _LineQuality:
    def __init__(self, chance, most_bytes):
        self._chance = chance
        self._left = chance.randrange(most_bytes // 10, most_bytes)
        self._longest_delay = chance.choice((0, 0.001, 0.005))

    def pieces(self, data):
        """Yields the pieces of the data to pass on, until the connection is to be cut. The last piece may end anywhere."""
        while data and self._left > 0:
            size = min(self._chance.choice((1, 2, 7, 1000, 30000)), self._left)
            self._left -= size
            time.sleep(self._chance.random() * self._longest_delay)
            yield data[:size]
            data = data[size:]

    def over(self):
        return self._left <= 0
