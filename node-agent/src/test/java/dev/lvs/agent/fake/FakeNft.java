package dev.lvs.agent.fake;

import dev.lvs.agent.fake.Reaction.Dump;
import dev.lvs.agent.fake.Reaction.Item;
import dev.lvs.agent.fake.Reaction.One;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.Errno;
import java.util.ArrayList;
import java.util.List;

/**
 * nf_tables with one table at most, which understands batches and gives back what it was given
 * ({@code nfnetlink_rcv_batch}, net/netfilter/nfnetlink.c; nf_tables_api.c).
 */
final class FakeNft implements Subsystem {
  private static final int BATCH_BEGIN = 0x10;
  private static final int BATCH_END = 0x11;
  private static final int SUBSYSTEM = 10 << 8;
  private static final int NEW_TABLE = 0;
  private static final int GET_TABLE = 1;
  private static final int DELETE_TABLE = 2;
  private static final int NEW_CHAIN = 3;
  private static final int GET_CHAIN = 4;
  private static final int NEW_RULE = 6;
  private static final int GET_RULE = 7;
  private static final int NEW_SET = 9;
  private static final int GET_SET = 10;
  private static final int NEW_ELEMENTS = 12;
  private static final int GET_ELEMENTS = 13;
  private static final int NEW_GENERATION = 15;
  private static final int GET_GENERATION = 16;
  private static final int INET = 1;

  private List<Thing> committed = new ArrayList<>();
  private List<Thing> pending = new ArrayList<>();
  private boolean open;
  private boolean failed;
  private boolean absent;
  private long generation = 1;

  void remove() {
    absent = true;
  }

  @Override
  public boolean isCommand(int type, AttributeReader payload) {
    // a batch is refused by its beginning
    return type == BATCH_BEGIN;
  }

  @Override
  public Reaction react(int type, int flags, AttributeReader payload) {
    if (absent) {
      return Reaction.refused(type == BATCH_BEGIN ? Errno.EOPNOTSUPP : Errno.EINVAL);
    }
    if (type == BATCH_BEGIN) {
      pending = new ArrayList<>(committed);
      open = true;
      failed = false;
      return Reaction.DONE;
    }
    if (type == BATCH_END) {
      if (open && !failed) {
        committed = pending;
        generation++;
      }
      open = false;
      return Reaction.DONE;
    }
    payload.fixedU32();
    return react(type - SUBSYSTEM, Attributes.of(payload));
  }

  private Reaction react(int command, Attributes said) {
    return switch (command) {
      case NEW_TABLE, NEW_CHAIN, NEW_RULE, NEW_SET, NEW_ELEMENTS, DELETE_TABLE ->
          change(command, said);
      case GET_GENERATION ->
          new One(item(NEW_GENERATION, new ReplyBytes().u32(1, big(generation))));
      case GET_TABLE ->
          hasTable(committed)
              ? new One(
                  item(
                      NEW_TABLE,
                      new ReplyBytes()
                          .string(1, said.string(1))
                          .u32(3, big(count(NEW_CHAIN) + count(NEW_SET)))))
              : Reaction.refused(Errno.ENOENT);
      case GET_CHAIN ->
          said.has(3)
              ? chain(said.string(3))
              : new Dump(all(NEW_CHAIN).stream().map(FakeNft::item).toList());
      case GET_RULE -> new Dump(all(NEW_RULE).stream().map(FakeNft::item).toList());
      case GET_SET -> new Dump(all(NEW_SET).stream().map(FakeNft::item).toList());
      case GET_ELEMENTS ->
          new Dump(
              all(NEW_ELEMENTS).stream()
                  .filter(list -> list.said().string(2).equals(said.string(2)))
                  .map(FakeNft::item)
                  .toList());
      default -> Reaction.refused(Errno.EINVAL);
    };
  }

  private Reaction chain(String name) {
    return all(NEW_CHAIN).stream()
        .filter(chain -> chain.said().string(3).equals(name))
        .findFirst()
        .<Reaction>map(chain -> new One(item(chain)))
        .orElse(Reaction.refused(Errno.ENOENT));
  }

  private Reaction change(int command, Attributes said) {
    if (!open) {
      return Reaction.DONE;
    }
    boolean there = hasTable(pending);
    if (command == NEW_TABLE) {
      if (!there) {
        pending.add(new Thing(command, said));
      }
      return Reaction.DONE;
    }
    if (!there) {
      failed = true;
      return Reaction.refused(Errno.ENOENT);
    }
    if (command == DELETE_TABLE) {
      pending.clear();
    } else {
      pending.add(new Thing(command, said));
    }
    return Reaction.DONE;
  }

  private static boolean hasTable(List<Thing> things) {
    return things.stream().anyMatch(thing -> thing.command() == NEW_TABLE);
  }

  private List<Thing> all(int command) {
    return committed.stream().filter(thing -> thing.command() == command).toList();
  }

  private int count(int command) {
    return all(command).size();
  }

  private static Item item(Thing thing) {
    return item(thing.command(), thing.said().toBytes());
  }

  /** With {@code struct nfgenmsg}. */
  private static Item item(int command, ReplyBytes attributes) {
    return new Item(
        SUBSYSTEM | command,
        new ReplyBytes().put8(INET).put8(0).put16(0).raw(attributes.toArray()));
  }

  private static long big(long value) {
    return Integer.reverseBytes((int) value);
  }

  /** Object that a message made. */
  private record Thing(int command, Attributes said) {}
}
