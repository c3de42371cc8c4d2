package dev.lvs.agent.node;

import dev.lvs.agent.kernel.nft.PacketTable;
import dev.lvs.agent.model.BgpSession;
import dev.lvs.agent.model.KernelFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Detects which of the requested features a kernel lacks. Where detection is expensive, a feature
 * once found is cached, and one that was not found, which may come with a module, is looked for
 * again after a while.
 */
public final class Features {
  private static final Duration AGAIN = Duration.ofMinutes(1);

  /** A function of ip_vs_ctl.c that modules use: where it is told, those of IPVS are. */
  private static final String IPVS_FUNCTION = "register_ip_vs_scheduler";

  /**
   * A function of ip_vs_proto_sctp.c that only a pointer leads to, so that no compiler drops it.
   */
  private static final String SCTP_FUNCTION = "sctp_conn_schedule";

  private final Path proc;
  private final PacketTable table;
  private final InstantSource clock;
  private final Set<KernelFeature> found = EnumSet.noneOf(KernelFeature.class);
  private final Map<KernelFeature, Instant> missed = new EnumMap<>(KernelFeature.class);

  /**
   * @param proc where procfs is mounted
   */
  public Features(Path proc, PacketTable table, InstantSource clock) {
    this.proc = proc;
    this.table = table;
    this.clock = clock;
  }

  /** Those of the features that the kernel surely lacks. */
  public Set<KernelFeature> lacking(Collection<KernelFeature> asked) {
    Set<KernelFeature> lacking = EnumSet.noneOf(KernelFeature.class);
    for (KernelFeature feature : asked) {
      if (isLacking(feature)) {
        lacking.add(feature);
      }
    }
    return lacking;
  }

  private boolean isLacking(KernelFeature feature) {
    return switch (feature) {
      case FTP_HELPER -> !followsFtp();
      case BGP_SESSION -> new BgpSessions(proc).look() == BgpSession.NONE;
      case SCTP -> remembered(feature, this::lacksSctp);
      case PACKET_RULES -> remembered(feature, () -> !table.isUsable());
      case CONNTRACK_ZONES -> remembered(feature, () -> !table.hasZones());
    };
  }

  private boolean remembered(KernelFeature feature, BooleanSupplier look) {
    if (found.contains(feature)) {
      return false;
    }
    Instant now = clock.instant();
    Instant looked = missed.get(feature);
    if (looked != null && now.isBefore(looked.plus(AGAIN))) {
      return true;
    }
    boolean lacking = look.getAsBoolean();
    if (lacking) {
      missed.put(feature, now);
    } else {
      found.add(feature);
    }
    return lacking;
  }

  /** Returns whether the application ftp is registered in this network namespace (ip_vs_app.c). */
  private boolean followsFtp() {
    try (Stream<String> lines = Files.lines(proc.resolve("thread-self/net/ip_vs_app"))) {
      return lines.anyMatch(line -> line.strip().endsWith(" ftp"));
    } catch (IOException | UncheckedIOException noIpvs) {
      return false;
    }
  }

  /**
   * Returns whether the kernel tells the functions of IPVS, and none for SCTP among them. Their
   * names are told to everybody, whatever kptr_restrict says of their addresses ({@code s_show},
   * kernel/kallsyms.c); a kernel without CONFIG_KALLSYMS tells nothing, and nor is anything known
   * while the module is not loaded.
   */
  private boolean lacksSctp() {
    boolean ipvs = false;
    try (Stream<String> lines = Files.lines(proc.resolve("kallsyms"))) {
      for (String line : (Iterable<String>) lines::iterator) {
        if (line.contains(SCTP_FUNCTION)) {
          return false;
        }
        ipvs |= line.contains(IPVS_FUNCTION);
      }
    } catch (IOException | UncheckedIOException untold) {
      return false;
    }
    return ipvs;
  }
}
