/** A small disk for tests and soaks, and whether this machine lets them have one. */
import { join } from "node:path";

/** A mounted disk. */
export interface SmallDisk {
  /** Its folder. */
  readonly folder: string;
  /** Takes away some KiB, or all that is free if left out. */
  fill(size_kib?: number): void;
  /** Gives back what {@linkcode SmallDisk.fill} took. */
  free(): void;
  /** Makes it read-only. */
  protect(): void;
  /** Unmounts it, also while a failed test has a file open there. */
  [Symbol.dispose](): void;
}

/** Mounts a tmpfs, of 2 MiB if no size is given; needs root on Linux, or `sudo` that asks for no password. */
export function mountSmallDisk(size_mib = 2): SmallDisk {
  const folder = Deno.makeTempDirSync();
  try {
    asRoot("mount", "-t", "tmpfs", "-o", `size=${size_mib}m,mode=0777`, "tmpfs", folder);
  } catch (error) {
    Deno.removeSync(folder);
    throw error;
  }
  const ballast = join(folder, "ballast");
  return {
    folder,
    fill(size_kib = Infinity) {
      using file = Deno.openSync(ballast, { create: true, append: true });
      try {
        for (let taken_kib = 0; taken_kib < size_kib; taken_kib += 4) file.writeSync(new Uint8Array(4_096));
      } catch (error) {
        if (!String(error).includes("No space left")) throw error;
      }
    },
    free: () => Deno.removeSync(ballast),
    protect: () => asRoot("mount", "-o", "remount,ro", folder),
    [Symbol.dispose]() {
      asRoot("umount", "--lazy", folder);
      Deno.removeSync(folder);
    },
  };
}

/**
 * Why tests with a small disk are left out here, or undefined when they run. On a CI machine with Linux they always
 * run, so that they fail there instead of being left out silently.
 */
export function smallDiskObstacle(): string | undefined {
  if (Deno.build.os !== "linux") return "needs Linux";
  if (Deno.env.get("CI") === "true") return undefined;
  try {
    mountSmallDisk()[Symbol.dispose]();
    return undefined;
  } catch {
    return "needs root, to mount a disk of 2 MiB";
  }
}

function asRoot(command: string, ...args: string[]): void {
  const [program, ...rest] = Deno.uid() === 0 ? [command, ...args] : ["sudo", "-n", command, ...args];
  const { success, stderr } = new Deno.Command(program!, { args: rest }).outputSync();
  if (!success) throw new Error(`${command} failed: ${new TextDecoder().decode(stderr).trim()}`);
}
