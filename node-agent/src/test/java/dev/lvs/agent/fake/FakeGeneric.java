package dev.lvs.agent.fake;

import static dev.lvs.agent.netlink.Netlink.CTRL_ATTR_FAMILY_ID;
import static dev.lvs.agent.netlink.Netlink.CTRL_ATTR_FAMILY_NAME;
import static dev.lvs.agent.netlink.Netlink.CTRL_CMD_GETFAMILY;
import static dev.lvs.agent.netlink.Netlink.CTRL_CMD_NEWFAMILY;
import static dev.lvs.agent.netlink.Netlink.GENL_ID_CTRL;
import static dev.lvs.agent.netlink.Netlink.NLM_F_DUMP;

import dev.lvs.agent.fake.Reaction.Dump;
import dev.lvs.agent.fake.Reaction.Item;
import dev.lvs.agent.fake.Reaction.One;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Generic netlink: the controller, and families behind ids that are none of the usual ones. */
final class FakeGeneric implements Subsystem {
  static final int IPVS_ID = 0x2a;
  static final int FOU_ID = 0x2b;

  private final List<Family> families = new ArrayList<>();

  FakeGeneric(FakeIpvs ipvs) {
    families.add(new Family("IPVS", IPVS_ID, ipvs));
    families.add(new Family("fou", FOU_ID, new FakeFou()));
  }

  void remove(String name) {
    families.removeIf(family -> family.name.equals(name));
  }

  @Override
  public Reaction react(int type, int flags, AttributeReader payload) {
    if (type == GENL_ID_CTRL) {
      return control(flags, payload);
    }
    return subsystem(type)
        .map(subsystem -> subsystem.react(type, flags, payload))
        .orElse(Reaction.refused(Errno.ENOENT));
  }

  @Override
  public boolean isCommand(int type, AttributeReader payload) {
    return subsystem(type).filter(subsystem -> subsystem.isCommand(type, payload)).isPresent();
  }

  private Optional<Subsystem> subsystem(int type) {
    return families.stream().filter(family -> family.id == type).map(Family::subsystem).findFirst();
  }

  private Reaction control(int flags, AttributeReader payload) {
    if (payload.fixedU8() != CTRL_CMD_GETFAMILY) {
      return Reaction.refused(Errno.EOPNOTSUPP);
    }
    payload.fixedU8();
    payload.fixedU16();
    if ((flags & NLM_F_DUMP) == NLM_F_DUMP) {
      return new Dump(families.stream().map(Family::describe).toList());
    }
    String name = Attributes.of(payload).string(CTRL_ATTR_FAMILY_NAME);
    return families.stream()
        .filter(family -> family.name.equals(name))
        .findFirst()
        .<Reaction>map(family -> new One(family.describe()))
        .orElse(Reaction.refused(Errno.ENOENT));
  }

  private record Family(String name, int id, Subsystem subsystem) {
    Item describe() {
      return new Item(
          GENL_ID_CTRL,
          new ReplyBytes()
              .put8(CTRL_CMD_NEWFAMILY)
              .put8(2)
              .put16(0)
              .string(CTRL_ATTR_FAMILY_NAME, name)
              .u16(CTRL_ATTR_FAMILY_ID, id));
    }
  }
}
