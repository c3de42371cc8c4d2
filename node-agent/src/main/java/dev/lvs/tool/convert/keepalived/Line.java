package dev.lvs.tool.convert.keepalived;

/**
 * A line with everything replaced in it.
 *
 * @param file file of the line, or of the line that it was made from
 * @param number counted from 1
 */
record Line(String text, String file, int number) {}
