package dev.lvs.tool.convert.keepalived;

/**
 * A line with everything replaced in it.
 *
 * @param file where it stands, or the line it was made from
 * @param number counted from 1
 */
record Line(String text, String file, int number) {}
