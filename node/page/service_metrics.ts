/** Figures on which an operator sets alarms: whether the store takes rows, which places are left, who this node thinks it is. */
import type { Registry } from "prom-client";
import { locate } from "../../discovery/address/group.ts";
import { SCOPES } from "../../discovery/address/scope.ts";

/** Where the figures come from. */
export interface ServiceSource {
  /** Whether the store takes rows; the answer may be some seconds old. */
  isReady(): boolean;
  /** Places for clients, taken and in all. */
  places(): Readonly<Record<"loopback" | "elsewhere", { readonly taken: number; readonly all: number }>>;
  /** Addresses under which the node believes to be reached. */
  addresses(): readonly string[];
}

/** Adds the figures to registries. The caller has loaded the package. */
export function addServiceMetrics(
  source: ServiceSource,
  { prom: { Gauge }, registers }: { prom: typeof import("prom-client"); registers: Registry[] },
): void {
  new Gauge({
    name: "foxchain_store_ready",
    help: "1 while the database takes rows, else 0; up to 15 s old.",
    registers,
    collect() {
      this.set(Number(source.isReady()));
    },
  });
  new Gauge({
    name: "foxchain_places",
    help: "Clients that may be connected at most, by where they are: on this computer or elsewhere.",
    labelNames: ["from"],
    registers,
    collect() {
      for (const [from, { all }] of Object.entries(source.places())) this.set({ from }, all);
    },
  });
  new Gauge({
    name: "foxchain_places_taken",
    help: "Clients that are connected or still hold a place, by where they are.",
    labelNames: ["from"],
    registers,
    collect() {
      for (const [from, { taken }] of Object.entries(source.places())) this.set({ from }, taken);
    },
  });
  new Gauge({
    name: "foxchain_own_addresses",
    help: "Addresses under which the node believes to be reached, by scope.",
    labelNames: ["scope"],
    registers,
    collect() {
      const scopes = source.addresses().map((addr) => locate(addr)?.scope);
      for (const scope of SCOPES) this.set({ scope }, scopes.filter((each) => each === scope).length);
    },
  });
}
