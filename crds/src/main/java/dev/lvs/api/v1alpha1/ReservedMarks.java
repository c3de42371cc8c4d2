package dev.lvs.api.v1alpha1;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Firewall marks that no admin can grant, because other programs set them on packets.
 *
 * <p>IPVS compares all 32 bits, so what matters is the whole value that another program leaves on a
 * packet. Most set bits within a mask of their own: kube-proxy and flannel 0x4000 and 0x8000, the
 * portmap plugin 0x2000, the VPC CNI of AWS 0x80, Cilium 0x0200 to 0x0f00 with an identity in the
 * upper half, Azure NPM 0x1000, 0x2000 and 0x3000, Calico, Weave, kube-router and Tailscale bits of
 * 0xffff0000, Antrea 0x80000000. Every value of these, and every mixture, is a multiple of 128.
 * Some set a number: Istio 1337, 1338 and 273, WireGuard's scripts 51820, Kilo 4359, kube-OVN
 * 589825 to 589828, OVN-Kubernetes 1525228, AWS App Mesh 511115470. The operator's own marks are
 * 0x1000 to 0x10ff, whatever the upper half says: where that is not zero they are those of probes
 * ({@link dev.lvs.ipvs.ProbeMarks}). 0x3000 to 0x30ff are given to nobody: Azure NPM accepts what
 * has 0x3000, and the portmap plugin masquerades what has 0x2000.
 *
 * <p>Not listed, because they would exclude every number there is: Antrea's Egress counts from 1 to
 * 255, Docker's swarm from 256, Cilium puts the number of a cluster of a mesh into the lower byte,
 * DSR of kube-router hashes below 16384. An admin who runs one of these must not grant a mark that
 * it uses.
 */
public final class ReservedMarks {
  /** First of the operator's own marks. */
  public static final long FIRST_OWN = 0x1000;

  private static final long ACCEPTED_BY_AZURE = 0x3000;

  /** Single numbers, as CEL writes a list. */
  static final String SINGLE =
      "[273, 1337, 1338, 4359, 51820, 589825, 589826, 589827, 589828, 1525228, 511115470]";

  private static final Set<Long> NUMBERS =
      Arrays.stream(SINGLE.substring(1, SINGLE.length() - 1).split(", ", -1))
          .map(Long::valueOf)
          .collect(Collectors.toUnmodifiableSet());

  private ReservedMarks() {}

  /** Returns whether nobody may name {@code mark}. */
  public static boolean contains(long mark) {
    return mark % 128 == 0
        || isOwn(mark)
        || (mark & 0xff00) == ACCEPTED_BY_AZURE
        || NUMBERS.contains(mark);
  }

  /**
   * Returns whether it is one that the operator gives out, or one of theirs that others have too.
   */
  public static boolean isOwn(long mark) {
    return (mark & 0xff00) == FIRST_OWN;
  }
}
