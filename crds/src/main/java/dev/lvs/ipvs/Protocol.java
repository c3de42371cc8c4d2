package dev.lvs.ipvs;

/**
 * A transport protocol by its IP protocol number. The kernel accepts any number, so any number can
 * be observed.
 *
 * @param number 0 to 65535 ({@code IPVS_SVC_ATTR_PROTOCOL} is a u16)
 */
public record Protocol(int number) implements Comparable<Protocol> {
  public static final Protocol TCP = new Protocol(6);
  public static final Protocol UDP = new Protocol(17);
  public static final Protocol SCTP = new Protocol(132);

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

  @Override
  public int compareTo(Protocol other) {
    return Integer.compare(number, other.number);
  }

  /** The name as ipvsadm prints it, or the number. */
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
