package dev.lvs.agent.fake;

import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_ACTIVE_CONNS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_ADDR;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_ADDR_FAMILY;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_FWD_METHOD;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_INACT_CONNS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_L_THRESH;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_PERSIST_CONNS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_PORT;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_STATS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_STATS64;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_TUN_FLAGS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_TUN_PORT;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_TUN_TYPE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_U_THRESH;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_WEIGHT;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_CONN_F_FWD_MASK;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_CONN_F_TUNNEL_TYPE_GUE;

import dev.lvs.agent.netlink.Errno;
import java.util.Optional;

/** A destination as the fake kernel keeps it ({@code struct ip_vs_dest}). */
final class FakeDestination {
  private final int family;
  private final Address address;
  private final int port;
  private int method;
  private int weight;
  private int upperThreshold;
  private int lowerThreshold;
  private int tunnelType;
  private int tunnelPort;
  private int tunnelFlags;

  private FakeDestination(int family, Address address, int port) {
    this.family = family;
    this.address = address;
    this.port = port;
  }

  /** {@code ip_vs_genl_parse_dest}: empty when something that must be said is missing. */
  static Optional<FakeDestination> parse(Optional<Attributes> nest, boolean full, int ofService) {
    if (nest.isEmpty() || !nest.get().has(IPVS_DEST_ATTR_ADDR, IPVS_DEST_ATTR_PORT)) {
      return Optional.empty();
    }
    Attributes said = nest.get();
    if (full
        && !said.has(
            IPVS_DEST_ATTR_FWD_METHOD,
            IPVS_DEST_ATTR_WEIGHT,
            IPVS_DEST_ATTR_U_THRESH,
            IPVS_DEST_ATTR_L_THRESH)) {
      return Optional.empty();
    }
    int family = said.u16(IPVS_DEST_ATTR_ADDR_FAMILY);
    FakeDestination parsed =
        new FakeDestination(
            family == 0 ? ofService : family,
            Address.of(said.bytes(IPVS_DEST_ATTR_ADDR)),
            said.be16(IPVS_DEST_ATTR_PORT));
    parsed.method = said.s32(IPVS_DEST_ATTR_FWD_METHOD) & IP_VS_CONN_F_FWD_MASK;
    parsed.weight = said.s32(IPVS_DEST_ATTR_WEIGHT);
    parsed.upperThreshold = said.s32(IPVS_DEST_ATTR_U_THRESH);
    parsed.lowerThreshold = said.s32(IPVS_DEST_ATTR_L_THRESH);
    parsed.tunnelType = said.u8(IPVS_DEST_ATTR_TUN_TYPE);
    parsed.tunnelPort = said.be16(IPVS_DEST_ATTR_TUN_PORT);
    parsed.tunnelFlags = said.u16(IPVS_DEST_ATTR_TUN_FLAGS);
    return Optional.of(parsed);
  }

  /**
   * Returns what {@code ip_vs_add_dest} and {@code ip_vs_edit_dest} refuse before they look for the
   * destination.
   */
  Optional<Errno> refusal() {
    if (weight < 0 || Integer.compareUnsigned(lowerThreshold, upperThreshold) > 0) {
      return Optional.of(Errno.ERANGE);
    }
    boolean gueWithoutPort = tunnelType == IP_VS_CONN_F_TUNNEL_TYPE_GUE && tunnelPort == 0;
    return gueWithoutPort ? Optional.of(Errno.EINVAL) : Optional.empty();
  }

  /** Takes the settings of another. */
  void update(FakeDestination settings) {
    method = settings.method;
    weight = settings.weight;
    upperThreshold = settings.upperThreshold;
    lowerThreshold = settings.lowerThreshold;
    tunnelType = settings.tunnelType;
    tunnelPort = settings.tunnelPort;
    tunnelFlags = settings.tunnelFlags;
  }

  boolean is(FakeDestination other) {
    return family == other.family && port == other.port && address.equals(other.address, family);
  }

  int family() {
    return family;
  }

  int method() {
    return method;
  }

  Address address() {
    return address;
  }

  /** {@code ip_vs_genl_fill_dest} on a kernel that need not align 64-bit values. */
  ReplyBytes toBytes() {
    return new ReplyBytes()
        .bytes(IPVS_DEST_ATTR_ADDR, address.bytes())
        .be16(IPVS_DEST_ATTR_PORT, port)
        .u32(IPVS_DEST_ATTR_FWD_METHOD, method)
        .u32(IPVS_DEST_ATTR_WEIGHT, weight)
        .u8(IPVS_DEST_ATTR_TUN_TYPE, tunnelType)
        .be16(IPVS_DEST_ATTR_TUN_PORT, tunnelPort)
        .u16(IPVS_DEST_ATTR_TUN_FLAGS, tunnelFlags)
        .u32(IPVS_DEST_ATTR_U_THRESH, upperThreshold)
        .u32(IPVS_DEST_ATTR_L_THRESH, lowerThreshold)
        .u32(IPVS_DEST_ATTR_ACTIVE_CONNS, 0)
        .u32(IPVS_DEST_ATTR_INACT_CONNS, 0)
        .u32(IPVS_DEST_ATTR_PERSIST_CONNS, 0)
        .u16(IPVS_DEST_ATTR_ADDR_FAMILY, family)
        .nest(IPVS_DEST_ATTR_STATS, FakeStatistics.narrow())
        .nest(IPVS_DEST_ATTR_STATS64, FakeStatistics.wide());
  }
}
