package dev.lvs.tool.convert;

/**
 * A field of a manifest that does not affect the IPVS table and may be left out without changing
 * it.
 *
 * @param field its path from the spec, without indices, e.g. {@code sorryServer}
 * @param value as the spec has it: a record, a choice or a text
 */
public record Addition(String field, Object value, Origin origin) {}
