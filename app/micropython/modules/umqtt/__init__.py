"""MQTT clients: `umqtt.simple`, and `umqtt.robust`, which connects again by itself.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""
