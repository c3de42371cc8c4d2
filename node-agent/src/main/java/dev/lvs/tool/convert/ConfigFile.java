package dev.lvs.tool.convert;

/**
 * A file that was read.
 *
 * @param name as notices call it
 */
public record ConfigFile(String name, String text) {}
