package dev.lvs.cluster;

/**
 * Traces that the product could leave behind on a node, as text that is the same for the same node.
 */
final class NodeTraces {

  private NodeTraces() {}

  /**
   * Without what kubelet, kube-proxy and CNI plugins add when they come to it, and without the
   * agent's folder below /run, which ends with the boot.
   */
  static String of(LabCluster cluster, String node) {
    return cluster.run(
        node,
        """
        cat /proc/net/ip_vs
        ip -o addr show | grep -v -E 'veth|cni0' | cut -d' ' -f2-
        ip rule
        ip route show table all | grep -v -E 'dev (veth|cni0)'
        nft list tables | grep -v -E 'ip6? (kube-proxy|nat|mangle|filter)$'
        grep -rs . /proc/sys/net/ipv4/conf/{all,lo,vec0} /proc/sys/net/ipv4/vs /proc/sys/net/ipv4/ip_forward
        ls -d /var/lib/lvs* /etc/lvs* /etc/sysctl.d/*lvs* 2>/dev/null || true
        """);
  }
}
