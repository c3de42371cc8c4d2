package dev.lvs.tool.convert.read;

/**
 * Location in a source.
 *
 * @param file its name; empty where the source is no file
 * @param line counted from 1; 0 where the source has no lines
 * @param subject the path to it in the source's own keywords, e.g. {@code virtual_server 192.0.2.10
 *     80 / sorry_server}; may be empty
 */
public record Origin(String file, int line, String subject) {
  /** Longest subject in characters; what is longer was not written by a person. */
  private static final int LONGEST = 512;

  public Origin {
    subject = subject.length() > LONGEST ? subject.substring(0, LONGEST) + "..." : subject;
  }

  /** Something that is said inside of this. */
  public Origin within(int innerLine, String inner) {
    return new Origin(file, innerLine, subject.isEmpty() ? inner : subject + " / " + inner);
  }

  /** {@code keepalived.conf:14: virtual_server 192.0.2.10 80}. */
  @Override
  public String toString() {
    String place = line == 0 ? file : file + ":" + line;
    return subject.isEmpty() ? place : place.isEmpty() ? subject : place + ": " + subject;
  }
}
