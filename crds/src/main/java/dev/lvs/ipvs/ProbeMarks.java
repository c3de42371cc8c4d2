package dev.lvs.ipvs;

/**
 * Firewall marks by which agents send probes the way of clients' packets, each to one real server.
 *
 * <p>They are marks that the operator keeps for itself (0x1000 to 0x10ff, whatever the upper half
 * says) with an upper half that is not zero, which it never gives out. Of the bits there these use
 * 21 to 30: Calico clears 16 to 20 of what a node itself sends, Weave, kube-router and Tailscale
 * look at some of these, and Antrea has 31. Of the lower byte bit 7 stays clear, by which the VPC
 * CNI of AWS chooses a route.
 */
public final class ProbeMarks {
  /** Number of marks for probes: 10 bits and 7 bits, none of the two zero. */
  public static final int COUNT = 1023 * 127;

  private static final long OWN = 0x1000;
  private static final int SHIFT = 21;

  private ProbeMarks() {}

  /**
   * One of them.
   *
   * @param place 0 to {@link #COUNT} - 1
   */
  public static long at(int place) {
    if (place < 0 || place >= COUNT) {
      throw new IllegalArgumentException("there is no mark " + place + " for probes");
    }
    return (1L + place / 127) << SHIFT | OWN | (1 + place % 127);
  }

  /** Returns whether a mark is one of them. */
  public static boolean contain(long mark) {
    return (mark & 0xff00) == OWN && mark >>> SHIFT != 0;
  }

  /** Returns whether a virtual server is one by which probes go. */
  public static boolean contain(ServiceKey service) {
    return service instanceof ServiceKey.MarkKey(var _, var mark) && contain(mark);
  }
}
