package dev.lvs.tool.saved;

/**
 * One line that was understood.
 *
 * @param line 1 for the first
 */
public record SavedLine(int line, Command command) {}
