/** The options of `copy`. */

/** As the command line gives them. */
export interface CopyOptions {
  readonly net: string;
  readonly nodeId?: string;
  readonly toNet?: string;
  readonly toNodeId?: string;
  readonly peersMax: number;
  readonly values?: true;
  readonly json?: true;
}
