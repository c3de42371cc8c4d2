package dev.lvs.bench;

import java.nio.file.Path;
import java.util.List;

/** All programs that load and read tables, with a table of one size. */
record Programs(
    Program batches,
    Program netlink,
    Program round,
    Program different,
    Program one,
    Program moby,
    Program ipvsadm) {

  /**
   * @param folder where {@code deploy/bench/run} put what it built
   */
  static Programs of(Path folder, Size size) throws Exception {
    BenchTable table = new BenchTable(size);
    Rivals rivals = new Rivals(folder, table);
    return new Programs(
        rivals.batches(),
        AgentPrograms.netlinkOnly(table),
        AgentPrograms.wholeRound(table),
        AgentPrograms.wholeRound(new BenchTable(size, TableShape.DIFFERENT)),
        rivals.oneMessageACall(),
        rivals.moby(),
        rivals.ipvsadm());
  }

  List<Program> all() {
    return List.of(batches, netlink, round, different, one, moby, ipvsadm);
  }

  /** Those of this process. */
  List<Program> warm() {
    return List.of(netlink, round, different);
  }
}
