package dev.lvs.tool.saved;

import java.util.Arrays;
import java.util.Optional;

/** The options of ipvsadm 1.31, including those that are commands. */
enum Option {
  ADD_SERVICE('A', "add-service", Takes.NOTHING),
  EDIT_SERVICE('E', "edit-service", Takes.NOTHING),
  DELETE_SERVICE('D', "delete-service", Takes.NOTHING),
  ADD_SERVER('a', "add-server", Takes.NOTHING),
  EDIT_SERVER('e', "edit-server", Takes.NOTHING),
  DELETE_SERVER('d', "delete-server", Takes.NOTHING),
  CLEAR('C', "clear", Takes.NOTHING),
  ZERO('Z', "zero", Takes.NOTHING),
  SET("set", Takes.NOTHING),
  START_DAEMON("start-daemon", Takes.VALUE),
  STOP_DAEMON("stop-daemon", Takes.VALUE),

  TCP_SERVICE('t', "tcp-service", Takes.VALUE),
  UDP_SERVICE('u', "udp-service", Takes.VALUE),
  SCTP_SERVICE("sctp-service", Takes.VALUE),
  FWMARK_SERVICE('f', "fwmark-service", Takes.VALUE),
  IPV6('6', "ipv6", Takes.NOTHING),
  SCHEDULER('s', "scheduler", Takes.VALUE),
  SCHED_FLAGS('b', "sched-flags", Takes.VALUE),
  PERSISTENT('p', "persistent", Takes.MAYBE_A_VALUE),
  NETMASK('M', "netmask", Takes.VALUE),
  PERSISTENCE_ENGINE("pe", Takes.VALUE),
  OPS('o', "ops", Takes.NOTHING),

  REAL_SERVER('r', "real-server", Takes.VALUE),
  GATEWAYING('g', "gatewaying", Takes.NOTHING),
  IPIP('i', "ipip", Takes.NOTHING),
  MASQUERADING('m', "masquerading", Takes.NOTHING),
  TUN_TYPE("tun-type", Takes.VALUE),
  TUN_PORT("tun-port", Takes.VALUE),
  TUN_NOCSUM("tun-nocsum", Takes.NOTHING),
  TUN_CSUM("tun-csum", Takes.NOTHING),
  TUN_REMCSUM("tun-remcsum", Takes.NOTHING),
  WEIGHT('w', "weight", Takes.VALUE),
  U_THRESHOLD('x', "u-threshold", Takes.VALUE),
  L_THRESHOLD('y', "l-threshold", Takes.VALUE),

  MCAST_INTERFACE("mcast-interface", Takes.VALUE),
  MCAST_GROUP("mcast-group", Takes.VALUE),
  MCAST_PORT("mcast-port", Takes.VALUE),
  MCAST_TTL("mcast-ttl", Takes.VALUE),
  SYNCID("syncid", Takes.VALUE),
  SYNC_MAXLEN("sync-maxlen", Takes.VALUE);

  /** Need of an option for a value. */
  enum Takes {
    NOTHING,
    VALUE,
    /** A value, unless the next word is an option. */
    MAYBE_A_VALUE
  }

  private static final char NO_LETTER = 0;

  private final char letter;
  private final String name;
  private final Takes takes;

  Option(String name, Takes takes) {
    this(NO_LETTER, name, takes);
  }

  Option(char letter, String name, Takes takes) {
    this.letter = letter;
    this.name = name;
    this.takes = takes;
  }

  Takes takes() {
    return takes;
  }

  /** Returns whether it says what is to be done. */
  boolean isCommand() {
    return compareTo(STOP_DAEMON) <= 0;
  }

  static Optional<Option> of(char letter) {
    return letter == NO_LETTER
        ? Optional.empty()
        : Arrays.stream(values()).filter(option -> option.letter == letter).findFirst();
  }

  static Optional<Option> of(String name) {
    return Arrays.stream(values()).filter(option -> option.name.equals(name)).findFirst();
  }

  /** As it is typed: the letter where there is one. */
  @Override
  public String toString() {
    return letter == NO_LETTER ? "--" + name : "-" + letter;
  }
}
