package dev.lvs.agent.netlink;

import static dev.lvs.agent.netlink.Netlink.CTRL_ATTR_FAMILY_ID;
import static dev.lvs.agent.netlink.Netlink.CTRL_ATTR_FAMILY_NAME;
import static dev.lvs.agent.netlink.Netlink.CTRL_CMD_GETFAMILY;
import static dev.lvs.agent.netlink.Netlink.GENL_ID_CTRL;

import dev.lvs.agent.netlink.Answer.Accepted;
import dev.lvs.agent.netlink.Answer.Refused;
import dev.lvs.agent.netlink.Answer.Unknown;

/**
 * Lookup result for a generic netlink family: whether the running kernel has it, and its id, which
 * differs from boot to boot.
 */
public sealed interface GenericFamily {

  /** Bytes of {@code genlmsghdr}: command, version, two reserved. */
  int HEADER = 4;

  /**
   * The kernel has it.
   *
   * @param id {@link Message#type} of its messages, 16..1023
   */
  record Present(String name, int id) implements GenericFamily {

    /** A request to this family: the header with version 1, then what the payload writes. */
    public Message message(int command, Message.Payload payload) {
      return new Message(id, 0, writer -> payload.writeTo(header(writer, command)));
    }
  }

  /** The kernel has it neither built in nor as a module that it could load by itself. */
  record Absent(String name) implements GenericFamily {}

  /**
   * Asks the kernel for a family by its name; where modules may be loaded, the kernel loads the one
   * that brings it.
   *
   * @throws TransportException when the kernel says something else than yes or no
   */
  static GenericFamily resolve(Exchange exchange, String name) {
    int[] id = new int[1];
    Message question =
        new Message(
            GENL_ID_CTRL,
            0,
            writer -> header(writer, CTRL_CMD_GETFAMILY).string(CTRL_ATTR_FAMILY_NAME, name));
    Answer answer = exchange.query(question, (_, payload) -> id[0] = read(payload).id());
    return switch (answer) {
      case Accepted() -> new Present(name, id[0]);
      case Refused(Errno errno, var _) when errno.equals(Errno.ENOENT) -> new Absent(name);
      case Refused(Errno errno, var _) ->
          throw new TransportException("look up the netlink family " + name, errno);
      case Unknown(Answer.Loss loss) ->
          throw new TransportException(
              "look up the netlink family " + name + ": no answer, " + loss);
    };
  }

  /**
   * Looks for a family among those that the kernel has; none is loaded for it.
   *
   * @throws TransportException when the kernel does not list them
   */
  static GenericFamily find(Exchange exchange, String name) {
    int[] id = new int[1];
    Message question = new Message(GENL_ID_CTRL, 0, writer -> header(writer, CTRL_CMD_GETFAMILY));
    Answer answer =
        exchange.dump(
            question,
            (_, payload) -> {
              Present family = read(payload);
              if (family.name().equals(name)) {
                id[0] = family.id();
              }
            });
    return switch (answer) {
      case Accepted() -> id[0] == 0 ? new Absent(name) : new Present(name, id[0]);
      case Refused(Errno errno, var _) ->
          throw new TransportException("list the netlink families", errno);
      case Unknown(Answer.Loss loss) ->
          throw new TransportException("list the netlink families: the answer was lost, " + loss);
    };
  }

  /** Writes the header of a request, with version 1. */
  static AttributeWriter header(AttributeWriter writer, int command) {
    return writer.fixedU8(command).fixedU8(1).fixedU16(0);
  }

  private static Present read(AttributeReader payload) {
    payload.fixedU32();
    String name = "";
    int id = 0;
    while (payload.next()) {
      switch (payload.type()) {
        case CTRL_ATTR_FAMILY_ID -> id = payload.u16();
        case CTRL_ATTR_FAMILY_NAME -> name = payload.string();
        default -> {}
      }
    }
    if (id == 0) {
      throw new MalformedReplyException("the answer about a netlink family has no id");
    }
    return new Present(name, id);
  }
}
