package dev.lvs.agent.model.ipvs;

import java.util.List;

/**
 * Snapshot of the IPVS table, to be shown to people.
 *
 * @param version of IPVS, e.g. {@code 1.2.1}
 * @param connectionTableSize buckets of the connection table, a power of two
 * @param servers in the order of the kernel's dump
 */
public record ObservedTable(
    String version, long connectionTableSize, List<ObservedServer> servers) {
  public ObservedTable {
    servers = List.copyOf(servers);
  }
}
