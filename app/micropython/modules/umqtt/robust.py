"""The MQTT client of `umqtt.simple` that connects again when the connection breaks.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import time

from . import simple


class MQTTClient(simple.MQTTClient):
    """Publishes and takes messages though the network comes and goes; subscriptions need `connect(clean_session=False)`."""

    DELAY = 2
    DEBUG = False

    def delay(self, i: int) -> None:
        """Called between two attempts to connect."""
        time.sleep(self.DELAY)

    def log(self, in_reconnect: bool, e) -> None:
        """Called for each failure."""
        if self.DEBUG:
            print("mqtt reconnect:" if in_reconnect else "mqtt:", repr(e))

    def reconnect(self):
        """Connects, as often as it takes."""
        attempt = 0
        while True:
            try:
                return super().connect(False)
            except OSError as error:
                self.log(True, error)
                attempt += 1
                self.delay(attempt)

    def publish(self, topic, msg, retain: bool = False, qos: int = 0) -> None:
        """Publishes, again after each failure."""
        while True:
            try:
                return super().publish(topic, msg, retain, qos)
            except OSError as error:
                self.log(False, error)
            self.reconnect()

    def wait_msg(self):
        """Waits for one packet, over another connection when this one breaks."""
        while True:
            try:
                return super().wait_msg()
            except OSError as error:
                self.log(False, error)
            self.reconnect()

    def check_msg(self, attempts: int = 2):
        """Takes a packet if one is there; connects again at most `attempts` times."""
        while attempts:
            self.sock.setblocking(False)
            try:
                return super().wait_msg()
            except OSError as error:
                self.log(False, error)
            self.reconnect()
            attempts -= 1
