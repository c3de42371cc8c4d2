package dev.lvs.agent.fake;

import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_ADDR;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_AF;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_FLAGS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_FWMARK;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_NETMASK;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_PE_NAME;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_PORT;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_PROTOCOL;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_SCHED_NAME;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_STATS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_STATS64;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_TIMEOUT;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_SVC_F_HASHED;
import static dev.lvs.agent.netlink.ipvs.Ipvs.MAX_SCHEDULER_NAME;

import dev.lvs.agent.netlink.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A virtual server as the fake kernel keeps it ({@code struct ip_vs_service}). */
final class FakeService {
  private static final Set<String> SCHEDULERS =
      Set.of(
          "rr", "wrr", "lc", "wlc", "fo", "ovf", "lblc", "lblcr", "dh", "sh", "mh", "sed", "nq",
          "none");
  private static final int IPPROTO_TCP = 6;

  /** Prime number of buckets in mh's table (CONFIG_IP_VS_MH_TAB_INDEX=12). */
  private static final int MH_TABLE = 4093;

  private final int family;
  private final int protocol;
  private final Address address;
  private final int port;
  private final int mark;
  private Attributes settings = Attributes.NONE;
  private int flags;

  /** Newest first, as they are dumped. */
  final List<FakeDestination> destinations = new ArrayList<>();

  private FakeService(int family, int protocol, Address address, int port, int mark) {
    this.family = family;
    this.protocol = protocol;
    this.address = address;
    this.port = port;
    this.mark = mark;
  }

  /** {@code ip_vs_genl_parse_service} as far as it identifies; a mark wins over an address. */
  static Optional<FakeService> parse(Optional<Attributes> nest) {
    if (nest.isEmpty()) {
      return Optional.empty();
    }
    Attributes said = nest.get();
    boolean byAddress = said.has(IPVS_SVC_ATTR_PROTOCOL, IPVS_SVC_ATTR_ADDR, IPVS_SVC_ATTR_PORT);
    boolean byMark = said.has(IPVS_SVC_ATTR_FWMARK);
    if (!said.has(IPVS_SVC_ATTR_AF) || !(byMark || byAddress)) {
      return Optional.empty();
    }
    int family = said.u16(IPVS_SVC_ATTR_AF);
    return Optional.of(
        byMark
            ? new FakeService(
                family, IPPROTO_TCP, Address.of(new byte[0]), 0, said.s32(IPVS_SVC_ATTR_FWMARK))
            : new FakeService(
                family,
                said.u16(IPVS_SVC_ATTR_PROTOCOL),
                Address.of(said.bytes(IPVS_SVC_ATTR_ADDR)),
                said.be16(IPVS_SVC_ATTR_PORT),
                0));
  }

  /** Returns whether the settings are all said, and short enough for the kernel's policy. */
  static boolean isFull(Attributes said) {
    return said.has(
            IPVS_SVC_ATTR_SCHED_NAME,
            IPVS_SVC_ATTR_FLAGS,
            IPVS_SVC_ATTR_TIMEOUT,
            IPVS_SVC_ATTR_NETMASK)
        && said.string(IPVS_SVC_ATTR_SCHED_NAME).length() <= MAX_SCHEDULER_NAME;
  }

  /** Returns what {@code ip_vs_add_service} and {@code ip_vs_edit_service} refuse. */
  Optional<Errno> refusal(Attributes said) {
    String engine = said.string(IPVS_SVC_ATTR_PE_NAME);
    String scheduler = said.string(IPVS_SVC_ATTR_SCHED_NAME);
    if (!SCHEDULERS.contains(scheduler) || !(engine.isEmpty() || engine.equals("sip"))) {
      return Optional.of(Errno.ENOENT);
    }
    int prefix = said.s32(IPVS_SVC_ATTR_NETMASK);
    boolean wrongPrefix = family == Address.AF_INET6 && (prefix < 1 || prefix > 128);
    boolean fullTable = scheduler.equals("mh") && destinations.size() > MH_TABLE;
    return wrongPrefix || fullTable ? Optional.of(Errno.EINVAL) : Optional.empty();
  }

  void update(Attributes said) {
    int mask = said.s32(IPVS_SVC_ATTR_FLAGS, 1);
    flags = (flags & ~mask) | (said.s32(IPVS_SVC_ATTR_FLAGS, 0) & mask) | IP_VS_SVC_F_HASHED;
    settings = said;
  }

  boolean is(FakeService other) {
    return family == other.family
        && protocol == other.protocol
        && port == other.port
        && mark == other.mark
        && address.equals(other.address, family);
  }

  int family() {
    return family;
  }

  Optional<FakeDestination> find(FakeDestination wanted) {
    return destinations.stream().filter(each -> each.is(wanted)).findFirst();
  }

  /** {@code ip_vs_genl_fill_service} on a kernel that need not align 64-bit values. */
  ReplyBytes toBytes() {
    ReplyBytes nest = new ReplyBytes().u16(IPVS_SVC_ATTR_AF, family);
    if (mark != 0) {
      nest.u32(IPVS_SVC_ATTR_FWMARK, mark);
    } else {
      nest.u16(IPVS_SVC_ATTR_PROTOCOL, protocol)
          .bytes(IPVS_SVC_ATTR_ADDR, address.bytes())
          .be16(IPVS_SVC_ATTR_PORT, port);
    }
    String scheduler = settings.string(IPVS_SVC_ATTR_SCHED_NAME);
    String engine = settings.string(IPVS_SVC_ATTR_PE_NAME);
    nest.string(IPVS_SVC_ATTR_SCHED_NAME, scheduler);
    if (!engine.isEmpty()) {
      nest.string(IPVS_SVC_ATTR_PE_NAME, engine);
    }
    return nest.u32s(IPVS_SVC_ATTR_FLAGS, flags, -1)
        .u32(IPVS_SVC_ATTR_TIMEOUT, settings.s32(IPVS_SVC_ATTR_TIMEOUT))
        .u32(IPVS_SVC_ATTR_NETMASK, settings.s32(IPVS_SVC_ATTR_NETMASK))
        .nest(IPVS_SVC_ATTR_STATS, FakeStatistics.narrow())
        .nest(IPVS_SVC_ATTR_STATS64, FakeStatistics.wide());
  }
}
