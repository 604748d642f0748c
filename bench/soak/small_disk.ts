/** A small disk of its own for a database, so that a soak can fill it without harm to anything else. Linux and root. */

const size_mib = 64;
const filler_mib_step = 1;

/** A mounted tmpfs. */
export class SmallDisk implements AsyncDisposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Mounts one; undefined where this system does not let us. */
  static async mount(folder: string): Promise<SmallDisk | undefined> {
    await Deno.mkdir(folder, { recursive: true });
    const mounted = await run("mount", "-t", "tmpfs", "-o", `size=${size_mib}m`, "foxchain-soak", folder);
    return mounted ? new SmallDisk(folder) : undefined;
  }

  /** Fills it to the last byte. */
  async fill(): Promise<void> {
    using file = await Deno.open(`${this.folder}/filler`, { write: true, create: true });
    const piece = new Uint8Array(filler_mib_step * 2 ** 20);
    try {
      for (;;) if (await file.write(piece) === 0) return;
    } catch {
      // The disk is full, as was wished.
    }
  }

  /** Gives the room back. */
  async free(): Promise<void> {
    await Deno.remove(`${this.folder}/filler`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run("umount", "--lazy", this.folder);
  }
}

async function run(command: string, ...args: string[]): Promise<boolean> {
  try {
    return (await new Deno.Command(command, { args, stdout: "null", stderr: "null" }).output()).success;
  } catch {
    return false;
  }
}
