package dev.lvs.ipvs;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/**
 * A transport protocol by its IP protocol number. The kernel accepts any number, so any number can
 * be observed; resources name one of {@link #NAMED}.
 *
 * @param number 0 to 65535 ({@code IPVS_SVC_ATTR_PROTOCOL} is a u16)
 */
public record Protocol(int number) implements Comparable<Protocol> {
  public static final Protocol TCP = new Protocol(6);
  public static final Protocol UDP = new Protocol(17);
  public static final Protocol SCTP = new Protocol(132);

  /** Those that IPVS balances and ipvsadm has a name for. */
  public static final List<Protocol> NAMED = List.of(TCP, UDP, SCTP);

  public Protocol {
    if (number < 0 || number > 0xffff) {
      throw new IllegalArgumentException("a protocol number is 0 to 65535, not " + number);
    }
  }

  /** The protocol of a number; one object for all of a usual one. */
  public static Protocol of(int number) {
    return switch (number) {
      case 6 -> TCP;
      case 17 -> UDP;
      case 132 -> SCTP;
      default -> new Protocol(number);
    };
  }

  /**
   * Reads what {@link #toString} gives.
   *
   * @throws IllegalArgumentException when it is neither a name nor a number
   */
  @JsonCreator
  public static Protocol parse(String text) {
    return switch (text) {
      case "TCP" -> TCP;
      case "UDP" -> UDP;
      case "SCTP" -> SCTP;
      default -> {
        if (!text.matches("[0-9]{1,5}")) {
          throw new IllegalArgumentException("'" + text + "' is none of TCP, UDP, SCTP");
        }
        yield of(Integer.parseInt(text));
      }
    };
  }

  @Override
  public int compareTo(Protocol other) {
    return Integer.compare(number, other.number);
  }

  /** The name as ipvsadm prints it, or the number. */
  @JsonValue
  @Override
  public String toString() {
    return switch (number) {
      case 6 -> "TCP";
      case 17 -> "UDP";
      case 132 -> "SCTP";
      default -> Integer.toString(number);
    };
  }
}
