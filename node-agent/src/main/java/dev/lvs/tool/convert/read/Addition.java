package dev.lvs.tool.convert.read;

/**
 * A field of a manifest that does not affect the IPVS table and may be left out without changing
 * it.
 *
 * @param field its path from the spec, without indices, e.g. {@code sorryServer}
 * @param value as the spec has it: a record, a choice or a text
 */
public record Addition(String field, Object value, Origin origin) {
  /** Returns whether a field of a problem is this one, or in it. */
  public boolean isAt(String path) {
    String own = "spec." + field;
    return path.equals(own)
        || (path.startsWith(own)
            && (path.charAt(own.length()) == '.' || path.charAt(own.length()) == '['));
  }
}
