// The devices in the network, and their addresses.
import type { DevicesBody } from "../shared/messages";
import { Addresses } from "./addresses";
import type { DevicesChoice } from "./choices";
import { KnownDevices } from "./known_devices";
import { StartChef } from "./start_kitchen";

export function Devices({ body, choice, onChoice }: { body: DevicesBody; choice: DevicesChoice; onChoice: (choice: DevicesChoice) => void }) {
  const { devices, addresses } = body;
  if (devices.known === 0 && addresses.known === 0) return <section class="panel"><StartChef chef="ARPChef" network="names of devices and their IPv6 addresses" /></section>;
  return (
    <>
      {devices.known > 0 && <KnownDevices body={devices} choice={choice} onChoice={onChoice} />}
      {addresses.known > 0 && <Addresses body={addresses} choice={choice} onChoice={onChoice} />}
    </>
  );
}
