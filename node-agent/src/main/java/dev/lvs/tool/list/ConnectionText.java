package dev.lvs.tool.list;

import dev.lvs.agent.model.ipvs.Connection;

/**
 * Connections as {@code ipvsadm -Lnc} shows them, to the byte. Of connections whose real server is
 * of the other address family ipvsadm prints nonsense; here the address is right.
 *
 * @param withEngines also the keys by which persistence engines know connections, {@code
 *     --persistent-conn}
 */
public record ConnectionText(boolean withEngines) {
  /** The two lines above the first connection. */
  public String heading() {
    return "IPVS connection entries\n"
        + "pro expire state       source             virtual            destination"
        + (withEngines ? "        pe name          pe_data\n" : "\n");
  }

  /** One connection, with its newline. */
  public String line(Connection connection) {
    StringBuilder line = new StringBuilder(100);
    column(line, connection.protocol(), 3);
    column(line, expiry(connection.expires()), 6);
    column(line, connection.state(), 11);
    column(line, connection.client().toString(), 18);
    column(line, connection.virtual().toString(), 18);
    if (withEngines && !connection.engine().isEmpty()) {
      column(line, connection.server().toString(), 16);
      column(line, connection.engine(), 18);
      line.append(printable(connection.engineData()));
    } else {
      line.append(connection.server());
    }
    return line.append('\n').toString();
  }

  /** Data of clients, such that no terminal minds it. */
  static String printable(String data) {
    return data.replaceAll("\\p{Cntrl}", "?");
  }

  private static String expiry(long seconds) {
    return twoDigits(seconds / 60) + ":" + twoDigits(seconds % 60);
  }

  private static String twoDigits(long number) {
    return number < 10 ? "0" + number : Long.toString(number);
  }

  private static void column(StringBuilder line, String word, int width) {
    line.append(word).repeat(" ", Math.max(width - word.length(), 0)).append(' ');
  }
}
