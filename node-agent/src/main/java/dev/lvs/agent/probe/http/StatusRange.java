package dev.lvs.agent.probe.http;

/**
 * HTTP status codes that mean that a server works.
 *
 * @param from 100 to 599
 * @param to at least {@code from}
 */
public record StatusRange(int from, int to) {
  public StatusRange {
    if (from < 100 || to > 599 || from > to) {
      throw new IllegalArgumentException(from + "-" + to + " is no range of status codes");
    }
  }

  /** Reads {@code 200} or {@code 200-299}. */
  public static StatusRange parse(String text) {
    int dash = text.indexOf('-');
    return dash < 0
        ? new StatusRange(Integer.parseInt(text), Integer.parseInt(text))
        : new StatusRange(
            Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
  }

  boolean contains(int status) {
    return from <= status && status <= to;
  }

  @Override
  public String toString() {
    return from == to ? String.valueOf(from) : from + "-" + to;
  }
}
