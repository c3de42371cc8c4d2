package dev.lvs.agent.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ForwardingMethod.DirectRouting;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Masquerade;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.GenericFamily;
import dev.lvs.agent.netlink.GenericFamily.Present;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.Transport;
import dev.lvs.agent.netlink.ipvs.DestinationEntry;
import dev.lvs.agent.netlink.ipvs.Ipvs;
import dev.lvs.net.AddressFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Answers of Linux 6.1 and 6.12, row by row. The fake kernel and a real one are held to the same
 * rows.
 */
abstract class IpvsAnswers {
  /** Commands by the names of IPVS_CMD_*. */
  enum Command {
    NEW_SERVICE(1),
    SET_SERVICE(2),
    DEL_SERVICE(3),
    GET_SERVICE(4),
    NEW_DEST(5),
    SET_DEST(6),
    DEL_DEST(7),
    GET_DEST(8),
    NEW_DAEMON(9),
    DEL_DAEMON(10),
    SET_CONFIG(12),
    ZERO(16),
    UNKNOWN(99);

    private final int number;

    Command(int number) {
      this.number = number;
    }

    boolean has(Attribute attribute) {
      boolean full = name().startsWith("NEW") || name().startsWith("SET");
      return switch (attribute.kind) {
        case "service" -> !name().endsWith("DAEMON") && this != SET_CONFIG;
        case "settings" -> full && name().endsWith("SERVICE");
        case "destination" -> name().endsWith("DEST");
        case "destination settings" -> full && name().endsWith("DEST");
        default -> false;
      };
    }
  }

  /**
   * Attributes with the value that a row has where it says none, and where they are in the message
   * (0: outside).
   */
  enum Attribute {
    AF(1, 1, "service", "0200"),
    PROTO(1, 2, "service", "0600"),
    ADDR(1, 3, "service", "0a000001"),
    PORT(1, 4, "service", "0050"),
    FWMARK(1, 5, "extra", ""),
    SCHED(1, 6, "settings", "727200"),
    FLAGS(1, 7, "settings", "00000000ffffffff"),
    TIMEOUT(1, 8, "settings", "00000000"),
    MASK(1, 9, "settings", "ffffffff"),
    PE(1, 11, "extra", ""),
    DADDR(2, 1, "destination", "0a000002"),
    DPORT(2, 2, "destination", "0050"),
    FWD(2, 3, "destination settings", "00000000"),
    WEIGHT(2, 4, "destination settings", "01000000"),
    U(2, 5, "destination settings", "00000000"),
    L(2, 6, "destination settings", "00000000"),
    DAF(2, 11, "extra", ""),
    TUNTYPE(2, 13, "extra", ""),
    TUNPORT(2, 14, "extra", ""),
    STATE(3, 1, "extra", ""),
    IFN(3, 2, "extra", ""),
    SYNCID(3, 3, "extra", ""),
    TCP(0, 4, "extra", "");

    private final int nest;
    private final int type;
    private final String kind;
    private final String usual;

    Attribute(int nest, int type, String kind, String usual) {
      this.nest = nest;
      this.type = type;
      this.kind = kind;
      this.usual = usual;
    }
  }

  private final Exchange exchange;
  private final int family;

  /** A kernel with an Ethernet device eth0 that has an address, and an empty table. */
  IpvsAnswers(Transport generic) {
    exchange = new Exchange(generic);
    family = ((Present) GenericFamily.resolve(exchange, Ipvs.IPVS_GENL_NAME)).id();
  }

  @AfterEach
  void close() {
    exchange.close();
  }

  @BeforeEach
  void addTheUsualServiceAndItsDestination() {
    assertThat(answer(Command.NEW_SERVICE, "")).isEqualTo("0");
    assertThat(answer(Command.NEW_DEST, "")).isEqualTo("0");
  }

  @ParameterizedTest(name = "{0} {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # command    | what differs from the entry that is there    | answer
          NEW_SERVICE  |                                              | EEXIST
          SET_SERVICE  |                                              | 0
          SET_SERVICE  | port=0051                                    | ESRCH
          DEL_SERVICE  | port=0051                                    | ESRCH
          ZERO         | port=0051                                    | ESRCH
          ZERO         |                                              | 0
          NEW_SERVICE  | port=0051 sched=6e6f6e7300          | ENOENT
          SET_SERVICE  | sched=6e6f6e7300                    | ENOENT
          NEW_SERVICE  | port=0051 sched=6162636465666768696a6b6c6d6e6f7000 | EINVAL
          NEW_SERVICE  | port=0051 sched=00                           | ENOENT
          NEW_SERVICE  | port=0051 sched=6e6f6e6500                   | 0
          NEW_SERVICE  | port=0051 pe=787800                          | ENOENT
          NEW_SERVICE  | port=0051 sched=                             | EINVAL
          NEW_SERVICE  | port=0051 flags=                             | EINVAL
          NEW_SERVICE  | port=0051 timeout=                           | EINVAL
          NEW_SERVICE  | port=0051 mask=                              | EINVAL
          NEW_SERVICE  | af=                                          | EINVAL
          NEW_SERVICE  | proto=                                       | EINVAL
          NEW_SERVICE  | port=                                        | EINVAL
          NEW_SERVICE  | af=0700                                      | EAFNOSUPPORT
          NEW_SERVICE  | proto=0100                                   | 0
          NEW_SERVICE  | port=0051 mask=ff00ff00                      | 0
          NEW_SERVICE  | port=0051 mask=00000000                      | 0
          NEW_SERVICE  | af=0a00 mask=81000000                        | EINVAL
          NEW_SERVICE  | af=0a00 mask=00000000                        | EINVAL
          NEW_SERVICE  | af=0a00 mask=80000000                        | 0
          NEW_SERVICE  | port=0000                                    | 0
          NEW_SERVICE  | port=0051 timeout=2c010000                   | 0
          NEW_SERVICE  | port=0051 flags=00ff0000ffffffff             | 0
          NEW_SERVICE  | port=0051 flags=0100000000000000             | 0
          NEW_SERVICE  | fwmark=00000000                              | 0
          NEW_SERVICE  | fwmark=08000000                              | 0
          UNKNOWN      |                                              | EOPNOTSUPP
          NEW_DEST     |                                              | EEXIST
          SET_DEST     |                                              | 0
          SET_DEST     | dport=0051                                   | ENOENT
          DEL_DEST     | dport=0051                                   | ENOENT
          DEL_DEST     |                                              | 0
          NEW_DEST     | port=0051                                    | ESRCH
          SET_DEST     | port=0051                                    | ESRCH
          DEL_DEST     | port=0051                                    | ESRCH
          NEW_DEST     | dport=0051 weight=ffffffff                   | ERANGE
          NEW_DEST     | dport=0051 weight=00000000                   | 0
          NEW_DEST     | dport=0051 weight=ffffff7f                   | 0
          NEW_DEST     | dport=0051 u=05000000 l=09000000             | ERANGE
          NEW_DEST     | dport=0051 l=09000000                        | ERANGE
          NEW_DEST     | dport=0051 fwd=                              | EINVAL
          NEW_DEST     | dport=0051 weight=                           | EINVAL
          NEW_DEST     | dport=0051 u= l=                             | EINVAL
          NEW_DEST     | dport=0051 u=                                | EINVAL
          NEW_DEST     | daf=0700                                     | EAFNOSUPPORT
          NEW_DEST     | daf=0a00 daddr=20010db8000000000000000000000002 | EINVAL
          NEW_DEST     | daf=0a00 daddr=20010db8000000000000000000000002 fwd=02000000 | 0
          NEW_DEST     | daf=0a00 daddr=20010db8000000000000000000000002 fwd=03000000 | EINVAL
          NEW_DEST     | dport=0000                                   | 0
          NEW_DEST     | dport=0051 fwd=03000000                      | 0
          NEW_DEST     | daddr=7f000001                               | 0
          NEW_DEST     | daddr=e0000005                               | EINVAL
          NEW_DEST     | dport=0051 fwd=02000000 tuntype=01 tunport=0000 | EINVAL
          NEW_DEST     | dport=0051 fwd=02000000 tuntype=01           | EINVAL
          NEW_DEST     | dport=0051 fwd=02000000 tuntype=01 tunport=17c0 | 0
          NEW_DEST     | dport=0051 fwd=02000000 tuntype=02           | 0
          NEW_DEST     | dport=0051 fwd=02000000 tuntype=09           | 0
          NEW_DEST     | dport=0051 fwd=07000000                      | 0
          NEW_DEST     | dport=0051 fwd=04000000                      | 0
          NEW_DEST     | dport=0051 fwd=01000000                      | 0
          NEW_DEST     | af= proto= addr= port=                       | EINVAL
          NEW_DEST     | daddr= dport= fwd= weight= u= l=             | EINVAL
          GET_SERVICE  |                                              | 0
          GET_SERVICE  | port=0051                                    | ESRCH
          GET_DEST     |                                              | EOPNOTSUPP
          SET_CONFIG   | tcp=84030000                                 | 0
          SET_CONFIG   | tcp=ffffffff                                 | EINVAL
          SET_CONFIG   | tcp=ffffff7f                                 | EINVAL
          NEW_DAEMON   | state=01000000 ifn=6e6f6e6500 syncid=01000000 | ENODEV
          NEW_DAEMON   | state=01000000 ifn=6c6f00 syncid=01000000    | 0
          NEW_DAEMON   | state=01000000 ifn=6574683000 syncid=e7030000 | 0
          NEW_DAEMON   | state=03000000 ifn=6574683000 syncid=01000000 | EINVAL
          NEW_DAEMON   | state=01000000 ifn=6574683000                | EINVAL
          NEW_DAEMON   | state=01000000 ifn=6574683000 syncid=01000000 | 0
          DEL_DAEMON   | state=01000000                               | ESRCH
          DEL_SERVICE  |                                              | 0
          """)
  void answersAsTheKernelDid(Command command, String differences, String answer) {
    assertThat(answer(command, differences == null ? "" : differences)).isEqualTo(answer);
  }

  @Test
  void keepsTheMethodOfADestinationThatIsItsOwnAddress() {
    DestinationEntry entry = new DestinationEntry(true);
    List<ForwardingMethod> methods = new ArrayList<>();
    answer(Command.DEL_DEST, "");

    assertThat(answer(Command.NEW_DEST, "daddr=7f000001 fwd=03000000")).isEqualTo("0");
    assertThat(answer(Command.NEW_DEST, "daddr=c0000201 fwd=00000000")).isEqualTo("0");
    Answer dumped =
        exchange.dump(
            message(Command.GET_DEST, ""),
            (_, payload) -> {
              entry.read(payload, AddressFamily.IPV4);
              methods.add(entry.settings().method());
            });

    assertThat(dumped).isEqualTo(Answer.ACCEPTED);
    assertThat(methods).containsExactly(new Masquerade(), new DirectRouting());
  }

  @Test
  void keepsConnectionSyncAndMixedFamiliesApart() {
    String mixed = "daf=0a00 daddr=20010db8000000000000000000000002 fwd=02000000";
    String master = "state=01000000 ifn=6574683000 syncid=01000000";

    assertThat(answer(Command.NEW_DAEMON, master)).isEqualTo("0");
    assertThat(answer(Command.NEW_DAEMON, master)).isEqualTo("EEXIST");
    assertThat(answer(Command.NEW_DEST, mixed)).isEqualTo("EINVAL");

    awaitThread();
    assertThat(answer(Command.DEL_DAEMON, "state=01000000")).isEqualTo("0");
    assertThat(answer(Command.NEW_DEST, mixed)).isEqualTo("0");
    assertThat(answer(Command.NEW_DAEMON, master)).isEqualTo("EINVAL");
  }

  /** The kernel stops one that has not run yet, too, but without an answer. */
  private static void awaitThread() {
    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
  }

  private Message message(Command command, String differences) {
    Map<Attribute, String> said = new EnumMap<>(Attribute.class);
    Stream.of(Attribute.values()).filter(command::has).forEach(each -> said.put(each, each.usual));
    for (String difference : differences.isEmpty() ? new String[0] : differences.split(" +", -1)) {
      String[] nameAndValue = difference.split("=", 2);
      Attribute attribute = Attribute.valueOf(nameAndValue[0].toUpperCase(Locale.ROOT));
      said.put(attribute, nameAndValue[1]);
      said.values().remove("");
    }
    return new Message(
        family,
        0,
        writer -> {
          writer.fixedU8(command.number).fixedU8(1).fixedU16(0);
          Set.copyOf(said.keySet().stream().map(each -> each.nest).toList())
              .forEach(nest -> write(writer, nest, said));
        });
  }

  private String answer(Command command, String differences) {
    Message message = message(command, differences);
    Answer answer =
        command.name().startsWith("GET")
            ? exchange.query(message, (_, _) -> {})
            : exchange.execute(message);
    return switch (answer) {
      case Answer.Accepted() -> "0";
      case Answer.Refused(var errno, _) -> errno.symbol();
      case Answer.Unknown(var loss) -> loss.name();
    };
  }

  private static void write(AttributeWriter writer, int nest, Map<Attribute, String> said) {
    if (nest > 0) {
      writer.begin(nest);
    }
    said.forEach(
        (attribute, value) -> {
          if (attribute.nest == nest) {
            writer.bytes(attribute.type, HexFormat.of().parseHex(value));
          }
        });
    if (nest > 0) {
      writer.end();
    }
  }
}
