package dev.lvs.agent.netlink.fou;

import static dev.lvs.agent.netlink.fou.Fou.AF_INET;
import static dev.lvs.agent.netlink.fou.Fou.AF_INET6;
import static dev.lvs.agent.netlink.fou.Fou.FOU_ATTR_AF;
import static dev.lvs.agent.netlink.fou.Fou.FOU_ATTR_IFINDEX;
import static dev.lvs.agent.netlink.fou.Fou.FOU_ATTR_LOCAL_V4;
import static dev.lvs.agent.netlink.fou.Fou.FOU_ATTR_LOCAL_V6;
import static dev.lvs.agent.netlink.fou.Fou.FOU_ATTR_PEER_PORT;
import static dev.lvs.agent.netlink.fou.Fou.FOU_ATTR_PORT;
import static dev.lvs.agent.netlink.fou.Fou.FOU_ATTR_TYPE;
import static dev.lvs.agent.netlink.fou.Fou.FOU_ENCAP_GUE;

import dev.lvs.agent.model.device.GuePort;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.net.AddressFamily;
import java.util.Optional;

/** One listener of fou ({@code fou_fill_info}, net/ipv4/fou_core.c). */
public final class FouEntry {
  private FouEntry() {}

  /**
   * Reads one message of the answer to {@link FouRequests#list}; empty for a listener that is not
   * for GUE, or not for every address, sender and interface.
   */
  public static Optional<GuePort> read(AttributeReader reply) {
    reply.fixedU32();
    int number = 0;
    int type = 0;
    Optional<AddressFamily> family = Optional.empty();
    boolean limited = false;
    while (reply.next()) {
      switch (reply.type()) {
        case FOU_ATTR_PORT -> number = reply.be16();
        case FOU_ATTR_TYPE -> type = reply.u8();
        case FOU_ATTR_AF ->
            family =
                switch (reply.u8()) {
                  case AF_INET -> Optional.of(AddressFamily.IPV4);
                  case AF_INET6 -> Optional.of(AddressFamily.IPV6);
                  default -> Optional.empty();
                };
        case FOU_ATTR_PEER_PORT -> limited |= reply.be16() != 0;
        case FOU_ATTR_IFINDEX -> limited |= reply.s32() != 0;
        case FOU_ATTR_LOCAL_V4 -> limited |= reply.be32() != 0;
        case FOU_ATTR_LOCAL_V6 -> limited |= (reply.be64At(0) | reply.be64At(Long.BYTES)) != 0;
        default -> {}
      }
    }
    int port = number;
    return limited || type != FOU_ENCAP_GUE || port == 0
        ? Optional.empty()
        : family.map(known -> new GuePort(known, port));
  }
}
