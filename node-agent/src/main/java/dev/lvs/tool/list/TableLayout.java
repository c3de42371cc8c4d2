package dev.lvs.tool.list;

/** Columns of a list for each entry, by the options of {@code ipvsadm -L}. */
public enum TableLayout {
  /** Without an option: method, weight, connections. */
  PLAIN(
      """
      Prot LocalAddress:Port Scheduler Flags
        -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
      """),
  /** {@code --stats}. */
  STATISTICS(
      """
      Prot LocalAddress:Port               Conns   InPkts  OutPkts  InBytes OutBytes
        -> RemoteAddress:Port
      """),
  /** {@code --rate}. */
  RATES(
      """
      Prot LocalAddress:Port                 CPS    InPPS   OutPPS    InBPS   OutBPS
        -> RemoteAddress:Port
      """),
  /** {@code --thresholds}. */
  THRESHOLDS(
      """
      Prot LocalAddress:Port            Uthreshold Lthreshold ActiveConn InActConn\s
        -> RemoteAddress:Port
      """),
  /** {@code --persistent-conn}. */
  PERSISTENT_CONNECTIONS(
      """
      Prot LocalAddress:Port            Weight    PersistConn ActiveConn InActConn\s
        -> RemoteAddress:Port
      """),
  /** {@code --tun-info}. */
  TUNNELS(
      """
      Prot LocalAddress:Port Scheduler Flags
        -> RemoteAddress:Port           Forward TunnelInfo    Weight ActiveConn InActConn
      """);

  private final String heading;

  TableLayout(String heading) {
    this.heading = heading;
  }

  /** The two lines above the first entry. */
  String heading() {
    return heading;
  }
}
