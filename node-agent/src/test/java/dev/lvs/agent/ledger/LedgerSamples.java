package dev.lvs.agent.ledger;

import static dev.lvs.agent.kernel.Samples.ARP_IGNORE;
import static dev.lvs.agent.kernel.Samples.FIRST;
import static dev.lvs.agent.kernel.Samples.MARKED;
import static dev.lvs.agent.kernel.Samples.SECOND;
import static dev.lvs.agent.kernel.Samples.TUNNEL;
import static dev.lvs.agent.kernel.Samples.VIP;
import static dev.lvs.agent.kernel.Samples.WEB;
import static dev.lvs.agent.kernel.Samples.add;
import static dev.lvs.agent.kernel.Samples.ip;

import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.device.DeviceChange.AddDevice;
import dev.lvs.agent.kernel.sysctl.SysctlChange.SetSysctl;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.Written;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Claims, and the ledger of one boot that has them, for tests. */
final class LedgerSamples {
  static final KernelLife LIFE = new KernelLife("a-boot", "net:[1]");
  static final Vip LATER = new Vip(ip("192.0.2.11"), "eth0");

  /** Additions of a service by address, one by mark, destinations, a tunnel, a VIP and sysctls. */
  static final List<Change> EVERYTHING =
      List.of(
          new SetSysctl(ARP_IGNORE, "1", "0"),
          new SetSysctl("net/ipv4/vs/sync_threshold", "0 1", "3 50"),
          add(WEB),
          add(MARKED),
          add(WEB, FIRST),
          add(WEB, SECOND),
          add(MARKED, FIRST),
          new AddDevice(TUNNEL),
          new AddVip(VIP));

  /** Ownership after {@link #EVERYTHING} is claimed. */
  static final Ownership OF_EVERYTHING =
      new Ownership(
              Map.of(WEB, Set.of(FIRST, SECOND), MARKED, Set.of(FIRST)),
              Set.of(TUNNEL),
              Set.of(VIP),
              Map.of(ARP_IGNORE, "0", "net/ipv4/vs/sync_threshold", "3 50"))
          .with(
              new Written(
                  Map.of(ARP_IGNORE, Set.of("1"), "net/ipv4/vs/sync_threshold", Set.of("0 1")),
                  Map.of()));

  private LedgerSamples() {}

  static Ledger open(Path directory) {
    return Ledger.open(directory, LIFE);
  }

  static Path file(Path directory) {
    return directory.resolve("ledger-aboot-net1");
  }

  static List<Outcome> applied(Change... changes) {
    return Arrays.stream(changes).<Outcome>map(Outcome.Applied::new).toList();
  }
}
