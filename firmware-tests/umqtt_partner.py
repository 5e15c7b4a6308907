# umqtt.simple and umqtt.robust with a broker.
# bench: partner
# bench: installed umqtt.simple umqtt.robust
import time
import network
import umqtt.robust
from bench import HOST, MQTT, PASSWORD, SSID
from umqtt.simple import MQTTClient, MQTTException

wlan = network.WLAN(network.WLAN.IF_STA)
wlan.active(True)
wlan.connect(SSID, PASSWORD)
while not wlan.isconnected():
    time.sleep_ms(10)


def heard(topic, message):
    print(topic, message)


told = []
client = MQTTClient("conformance", HOST, port=MQTT, keepalive=30)
client.set_callback(heard)
client.set_last_will("conformance/end", "gone")
print(client.connect())
client.subscribe("conformance/#")
client.publish("conformance/one", "first")
client.wait_msg()
client.publish("conformance/two", "second", qos=1)
client.wait_msg()
client.ping()
client.wait_msg()
client.set_callback(lambda topic, message: told.append((topic, message)))
client.publish(b"conformance/three", b"third", retain=True)
while not told:
    client.check_msg()
print(told)
try:
    client.subscribe("forbidden")
    print("accepted")
except MQTTException as error:
    print("MQTTException", error)
client.disconnect()


class Robust(umqtt.robust.MQTTClient):
    def delay(self, i):
        print("waits", i)
        super().delay(0)

    def log(self, in_reconnect, error):
        print("failed", in_reconnect)
        super().log(in_reconnect, error)


robust = Robust("conformance-2", HOST, port=MQTT, keepalive=30)
robust.DELAY = 0
robust.set_callback(heard)
robust.connect(clean_session=False)
robust.subscribe("conformance/three")
robust.wait_msg()
robust.sock.close()
robust.publish("conformance/three", "again")
robust.wait_msg()
robust.sock.close()
robust.check_msg()
print(robust.reconnect())
robust.delay(1)
robust.disconnect()
wlan.disconnect()
wlan.active(False)
