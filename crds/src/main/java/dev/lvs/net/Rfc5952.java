package dev.lvs.net;

/**
 * The one way to print an IPv6 address (RFC 5952): lower case, the longest run of zero groups
 * shortened, and an IPv4 address that is in it as such, where {@code inet_ntop(3)} does so.
 */
final class Rfc5952 {
  private static final int GROUPS = 8;

  private Rfc5952() {}

  static String print(long high, long low) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      long half = i < GROUPS / 2 ? high : low;
      groups[i] = (int) (half >>> (48 - 16 * (i % 4))) & 0xffff;
    }
    int start = -1;
    int length = 1; // a single zero group is not shortened
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
      i = Math.max(i, end - 1);
    }
    boolean mixed = start == 0 && (length == 6 || (length == 5 && groups[5] == 0xffff));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < (mixed ? GROUPS - 2 : GROUPS); i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
        continue;
      }
      if (i > 0 && i != start + length) {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    return mixed
        ? text.append(length == 5 ? ":" : "").append(IpAddress.ipv4((int) low)).toString()
        : text.toString();
  }
}
