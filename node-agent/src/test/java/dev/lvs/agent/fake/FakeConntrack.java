package dev.lvs.agent.fake;

import dev.lvs.agent.fake.Reaction.Dump;
import dev.lvs.agent.fake.Reaction.Item;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.Errno;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The connections of conntrack, which are made and deleted by hand (nf_conntrack_netlink.c), and
 * the way from netfilter netlink to them or to nf_tables.
 */
final class FakeConntrack implements Subsystem {
  private static final int SUBSYSTEM = 1 << 8;
  private static final int NEW = 0;
  private static final int GET = 1;
  private static final int DELETE = 2;
  private static final int ORIGINAL = 1;
  private static final int REPLY = 2;
  private static final int PROTOINFO = 4;
  private static final int ID = 12;

  private final Subsystem others;
  private final List<Entry> entries = new ArrayList<>();
  private int lastId = 0x1234_5678;

  /** A connection of a family (AF_*). */
  private record Entry(int family, Attributes said, int id) {}

  /**
   * @param others what all that is not about connections goes to
   */
  FakeConntrack(Subsystem others) {
    this.others = others;
  }

  @Override
  public boolean isCommand(int type, AttributeReader payload) {
    return isMine(type) ? type != (SUBSYSTEM | GET) : others.isCommand(type, payload);
  }

  @Override
  public Reaction react(int type, int flags, AttributeReader payload) {
    if (!isMine(type)) {
      return others.react(type, flags, payload);
    }
    int family = payload.fixedU8();
    payload.fixedU8();
    payload.fixedU16();
    Attributes said = Attributes.of(payload);
    return switch (type - SUBSYSTEM) {
      case NEW -> {
        entries.add(new Entry(family, said, ++lastId));
        yield Reaction.DONE;
      }
      case GET ->
          new Dump(
              entries.stream()
                  .filter(entry -> entry.family() == family)
                  .map(FakeConntrack::item)
                  .toList());
      case DELETE ->
          entries.removeIf(entry -> isMeant(entry, said))
              ? Reaction.DONE
              : Reaction.refused(Errno.ENOENT);
      default -> Reaction.refused(Errno.EINVAL);
    };
  }

  private static boolean isMine(int type) {
    return type >>> 8 << 8 == SUBSYSTEM;
  }

  private static boolean isMeant(Entry entry, Attributes said) {
    return Arrays.equals(entry.said().bytes(ORIGINAL), said.bytes(ORIGINAL))
        && (!said.has(ID) || Arrays.equals(id(entry), said.bytes(ID)));
  }

  /** With {@code struct nfgenmsg}. */
  private static Item item(Entry entry) {
    ReplyBytes said =
        new ReplyBytes()
            .put8(entry.family())
            .put8(0)
            .put16(0)
            .bytes(ORIGINAL, entry.said().bytes(ORIGINAL))
            .bytes(REPLY, entry.said().bytes(REPLY))
            .bytes(ID, id(entry));
    return new Item(
        SUBSYSTEM | NEW,
        entry.said().has(PROTOINFO) ? said.bytes(PROTOINFO, entry.said().bytes(PROTOINFO)) : said);
  }

  private static byte[] id(Entry entry) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(entry.id()).array();
  }
}
