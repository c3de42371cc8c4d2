package dev.lvs.agent.fake;

import static dev.lvs.agent.netlink.Netlink.CTRL_ATTR_FAMILY_ID;
import static dev.lvs.agent.netlink.Netlink.CTRL_ATTR_FAMILY_NAME;
import static dev.lvs.agent.netlink.Netlink.CTRL_CMD_GETFAMILY;
import static dev.lvs.agent.netlink.Netlink.CTRL_CMD_NEWFAMILY;
import static dev.lvs.agent.netlink.Netlink.GENL_ID_CTRL;

import dev.lvs.agent.fake.Reaction.Item;
import dev.lvs.agent.fake.Reaction.One;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.Errno;

/** Generic netlink: the controller, and IPVS behind an id that is none of the usual ones. */
final class FakeGeneric implements Subsystem {
  static final int IPVS_ID = 0x2a;

  private final FakeIpvs ipvs;
  private boolean hasIpvs = true;

  FakeGeneric(FakeIpvs ipvs) {
    this.ipvs = ipvs;
  }

  void removeIpvs() {
    hasIpvs = false;
  }

  @Override
  public Reaction react(int type, int flags, AttributeReader payload) {
    if (type == GENL_ID_CTRL) {
      return control(payload);
    }
    return hasIpvs && type == IPVS_ID
        ? ipvs.react(type, flags, payload)
        : Reaction.refused(Errno.ENOENT);
  }

  @Override
  public boolean isCommand(int type, AttributeReader payload) {
    return type == IPVS_ID && ipvs.isCommand(type, payload);
  }

  private Reaction control(AttributeReader payload) {
    if (payload.fixedU8() != CTRL_CMD_GETFAMILY) {
      return Reaction.refused(Errno.EOPNOTSUPP);
    }
    payload.fixedU8();
    payload.fixedU16();
    if (!hasIpvs || !Attributes.of(payload).string(CTRL_ATTR_FAMILY_NAME).equals("IPVS")) {
      return Reaction.refused(Errno.ENOENT);
    }
    Bytes family =
        new Bytes()
            .put8(CTRL_CMD_NEWFAMILY)
            .put8(2)
            .put16(0)
            .string(CTRL_ATTR_FAMILY_NAME, "IPVS")
            .u16(CTRL_ATTR_FAMILY_ID, IPVS_ID);
    return new One(new Item(GENL_ID_CTRL, family));
  }
}
