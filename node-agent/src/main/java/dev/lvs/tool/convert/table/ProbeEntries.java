package dev.lvs.tool.convert.table;

import dev.lvs.ipvs.ProbeMarks;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.ServiceBlock;
import java.util.ArrayList;
import java.util.List;

/** Entries of a table by which an agent probes real servers: no VirtualService says them. */
final class ProbeEntries {
  private ProbeEntries() {}

  /** The other entries; these are told. */
  static List<ServiceBlock> leftOut(List<ServiceBlock> all, Notices notices) {
    List<ServiceBlock> others = new ArrayList<>();
    for (ServiceBlock block : all) {
      if (block.servers().stream().allMatch(server -> ProbeMarks.contain(server.key()))) {
        notices.aside(
            block.origin(),
            "left out: lvs-operator's node-agent probes a real server by it, and makes its own.");
      } else {
        others.add(block);
      }
    }
    return others;
  }
}
