package dev.lvs.agent.netlink.fou;

import static dev.lvs.agent.netlink.fou.Fou.AF_INET;
import static dev.lvs.agent.netlink.fou.Fou.AF_INET6;
import static dev.lvs.agent.netlink.fou.Fou.FOU_ATTR_AF;
import static dev.lvs.agent.netlink.fou.Fou.FOU_ATTR_PORT;
import static dev.lvs.agent.netlink.fou.Fou.FOU_ATTR_TYPE;
import static dev.lvs.agent.netlink.fou.Fou.FOU_CMD_ADD;
import static dev.lvs.agent.netlink.fou.Fou.FOU_CMD_DEL;
import static dev.lvs.agent.netlink.fou.Fou.FOU_CMD_GET;
import static dev.lvs.agent.netlink.fou.Fou.FOU_ENCAP_GUE;

import dev.lvs.agent.model.device.GuePort;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.agent.netlink.GenericFamily;
import dev.lvs.agent.netlink.Message;

/** The requests to fou, in the numbers of one running kernel. */
public final class FouRequests {
  private final GenericFamily.Present family;

  public FouRequests(GenericFamily.Present family) {
    this.family = family;
  }

  /** Opens a port; one that anything listens at is refused with EADDRINUSE. */
  public Message add(GuePort port) {
    return family.message(
        FOU_CMD_ADD, writer -> write(writer, port).u8(FOU_ATTR_TYPE, FOU_ENCAP_GUE));
  }

  /** Closes a port; one that is not open is refused with EINVAL. */
  public Message delete(GuePort port) {
    return family.message(FOU_CMD_DEL, writer -> write(writer, port));
  }

  /** Asks for every port; a dump, to be read with {@link FouEntry#read}. */
  public Message list() {
    return family.message(FOU_CMD_GET, _ -> {});
  }

  private static AttributeWriter write(AttributeWriter writer, GuePort port) {
    int number =
        switch (port.family()) {
          case IPV4 -> AF_INET;
          case IPV6 -> AF_INET6;
        };
    return writer.be16(FOU_ATTR_PORT, port.port()).u8(FOU_ATTR_AF, number);
  }
}
