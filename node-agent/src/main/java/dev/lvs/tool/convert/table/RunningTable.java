package dev.lvs.tool.convert.table;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.read.Configuration;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import dev.lvs.tool.convert.read.ServerChecks;
import dev.lvs.tool.convert.read.ServerPlaces;
import dev.lvs.tool.convert.read.ServiceBlock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The running kernel as a configuration: its table, and the VIPs that this node holds. */
public final class RunningTable {
  private static final String SOURCE = "kernel";

  private RunningTable() {}

  /** Returns what a kernel was seen to hold. */
  public static Configuration of(KernelState state) {
    Notices notices = new Notices();
    List<ServiceBlock> services =
        ProbeEntries.leftOut(
            state.services().values().stream()
                .sorted(Comparator.comparing(server -> server.key().toString()))
                .map(RunningTable::block)
                .toList(),
            notices);
    Map<IpAddress, String> held = new HashMap<>();
    for (Vip vip : state.vips()) {
      held.putIfAbsent(vip.address(), vip.device());
    }
    held.keySet().retainAll(vips(services));
    return new Configuration(services, held, List.of(), new TreeSet<>(), notices.sorted());
  }

  private static ServiceBlock block(VirtualServer server) {
    return new ServiceBlock(
        "",
        new Origin(SOURCE, 0, server.key().toString()),
        List.of(server),
        new ServerPlaces(),
        new ServerChecks(),
        List.of(),
        List.of());
  }

  private static List<IpAddress> vips(List<ServiceBlock> services) {
    return services.stream()
        .flatMap(block -> block.servers().stream())
        .map(VirtualServer::key)
        .filter(AddressKey.class::isInstance)
        .map(key -> ((AddressKey) key).address())
        .toList();
  }
}
