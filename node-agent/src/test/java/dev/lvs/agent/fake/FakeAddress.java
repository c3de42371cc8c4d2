package dev.lvs.agent.fake;

import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_ADDRESS;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_CACHEINFO;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_FLAGS;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_F_DEPRECATED;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_F_PERMANENT;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_LABEL;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_LOCAL;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_PROTO;

import dev.lvs.net.IpAddress;

/**
 * An address of the fake kernel.
 *
 * @param said what the request for it said
 */
record FakeAddress(int family, int prefixLength, int scope, FakeLink link, Attributes said) {
  private static final long FOREVER = 0xffff_ffffL;

  IpAddress address() {
    return IpAddress.of(said.bytes(said.has(IFA_LOCAL) ? IFA_LOCAL : IFA_ADDRESS));
  }

  boolean is(FakeAddress other) {
    return link.index == other.link.index
        && prefixLength == other.prefixLength
        && address().equals(other.address());
  }

  ReplyBytes toBytes() {
    boolean limited = said.has(IFA_CACHEINFO);
    int flags = said.s32(IFA_FLAGS) | (limited ? 0 : IFA_F_PERMANENT);
    if (limited && said.s32(IFA_CACHEINFO, 0) == 0) {
      flags |= IFA_F_DEPRECATED;
    }
    if (limited && said.s32(IFA_CACHEINFO, 1) == (int) FOREVER) {
      flags |= IFA_F_PERMANENT;
    }
    byte[] address = address().toBytes();
    ReplyBytes bytes =
        new ReplyBytes().put8(family).put8(prefixLength).put8(flags).put8(scope).put32(link.index);
    bytes.bytes(IFA_ADDRESS, address);
    if (family == Address.AF_INET) {
      bytes.bytes(IFA_LOCAL, address);
      bytes.string(IFA_LABEL, said.has(IFA_LABEL) ? said.string(IFA_LABEL) : link.name);
    }
    if (said.has(IFA_PROTO)) {
      bytes.u8(IFA_PROTO, said.u8(IFA_PROTO));
    }
    return bytes
        .u32(IFA_FLAGS, flags)
        .u32s(
            IFA_CACHEINFO,
            limited ? said.s32(IFA_CACHEINFO, 0) : FOREVER,
            limited ? said.s32(IFA_CACHEINFO, 1) : FOREVER,
            0,
            0);
  }
}
