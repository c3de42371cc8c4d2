package dev.lvs.tool.saved;

import static dev.lvs.tool.saved.IllegalLineException.quoted;

import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.net.IpAddress;
import java.util.Optional;

/** Sync daemon options of a line. */
final class DaemonWords {
  /** Interface that ipvsadm takes where none is given (DEF_MCAST_IFN). */
  private static final String DEFAULT_INTERFACE = "eth0";

  /** Bytes of an interface's name, at most (IFNAMSIZ - 1). */
  private static final int MAX_INTERFACE = 15;

  /** Payload of the largest UDP datagram. */
  private static final int MAX_LENGTH = 65_535 - 20 - 8;

  private DaemonWords() {}

  static SyncDaemon daemon(Words words) throws IllegalLineException {
    return new SyncDaemon(
        state(words, Option.START_DAEMON),
        device(words.value(Option.MCAST_INTERFACE).orElse(DEFAULT_INTERFACE)),
        syncId(words),
        group(words),
        (int) Numbers.of(words, Option.MCAST_PORT, 1, 0xffff, 0),
        (int) Numbers.of(words, Option.MCAST_TTL, 1, 0xff, 0),
        (int) Numbers.of(words, Option.SYNC_MAXLEN, 1, MAX_LENGTH, 0));
  }

  static SyncDaemon.State state(Words words, Option option) throws IllegalLineException {
    String state = words.value(option).orElse("");
    return switch (state) {
      case "master" -> SyncDaemon.State.MASTER;
      case "backup" -> SyncDaemon.State.BACKUP;
      default ->
          throw new IllegalLineException(
              option + " takes master or backup, not " + quoted(state) + ".");
    };
  }

  static int syncId(Words words) throws IllegalLineException {
    return (int) Numbers.of(words, Option.SYNCID, 0, 0xff, 0);
  }

  private static String device(String name) throws IllegalLineException {
    if (name.length() > MAX_INTERFACE || !name.matches("[!-~&&[^/]]+")) {
      throw new IllegalLineException(
          "--mcast-interface takes a name of at most "
              + MAX_INTERFACE
              + " characters, not "
              + quoted(name)
              + ".");
    }
    return name;
  }

  private static Optional<IpAddress> group(Words words) throws IllegalLineException {
    Optional<String> text = words.value(Option.MCAST_GROUP);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<IpAddress> group = Places.inFigures(text.get()).filter(IpAddress::isMulticast);
    if (group.isEmpty()) {
      throw new IllegalLineException(
          "--mcast-group takes a multicast address, not " + quoted(text.get()) + ".");
    }
    return group;
  }
}
