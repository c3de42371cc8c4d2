package dev.lvs.agent.fake;

import static dev.lvs.agent.netlink.fou.Fou.FOU_ATTR_AF;
import static dev.lvs.agent.netlink.fou.Fou.FOU_ATTR_IFINDEX;
import static dev.lvs.agent.netlink.fou.Fou.FOU_ATTR_PEER_PORT;
import static dev.lvs.agent.netlink.fou.Fou.FOU_ATTR_PORT;
import static dev.lvs.agent.netlink.fou.Fou.FOU_ATTR_TYPE;
import static dev.lvs.agent.netlink.fou.Fou.FOU_CMD_ADD;
import static dev.lvs.agent.netlink.fou.Fou.FOU_CMD_DEL;
import static dev.lvs.agent.netlink.fou.Fou.FOU_CMD_GET;

import dev.lvs.agent.fake.Reaction.Dump;
import dev.lvs.agent.fake.Reaction.Item;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.Errno;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Foo over UDP: listeners on every address, each with a port of its own. */
final class FakeFou implements Subsystem {
  private final List<Listener> listeners = new ArrayList<>();

  @Override
  public boolean isCommand(int type, AttributeReader payload) {
    return payload.fixedU8() != FOU_CMD_GET;
  }

  @Override
  public Reaction react(int type, int flags, AttributeReader payload) {
    int command = payload.fixedU8();
    payload.fixedU8();
    payload.fixedU16();
    return switch (command) {
      case FOU_CMD_ADD -> add(Listener.of(Attributes.of(payload)));
      case FOU_CMD_DEL -> delete(Listener.of(Attributes.of(payload)));
      case FOU_CMD_GET ->
          new Dump(listeners.stream().map(one -> new Item(type, one.toBytes())).toList());
      default -> Reaction.refused(Errno.EOPNOTSUPP);
    };
  }

  private Reaction add(Listener wanted) {
    if (listeners.stream().anyMatch(wanted::isAt)) {
      return Reaction.refused(Errno.EADDRINUSE);
    }
    listeners.add(wanted);
    return Reaction.DONE;
  }

  private Reaction delete(Listener wanted) {
    return listeners.removeIf(wanted::isAt) ? Reaction.DONE : Reaction.refused(Errno.EINVAL);
  }

  /** {@code struct fou}. */
  private record Listener(int family, short port, int type) {
    static Listener of(Attributes said) {
      return new Listener(
          said.u8(FOU_ATTR_AF),
          ByteBuffer.wrap(said.bytes(FOU_ATTR_PORT)).getShort(),
          said.has(FOU_ATTR_TYPE) ? said.u8(FOU_ATTR_TYPE) : 0);
    }

    boolean isAt(Listener other) {
      return family == other.family && port == other.port;
    }

    ReplyBytes toBytes() {
      return new ReplyBytes()
          .put8(FOU_CMD_GET)
          .put8(1)
          .put16(0)
          .u8(FOU_ATTR_AF, family)
          .bytes(FOU_ATTR_PORT, ByteBuffer.allocate(Short.BYTES).putShort(port).array())
          .bytes(FOU_ATTR_PEER_PORT, new byte[2])
          .u8(FOU_ATTR_TYPE, type)
          .u32(FOU_ATTR_IFINDEX, 0);
    }
  }
}
