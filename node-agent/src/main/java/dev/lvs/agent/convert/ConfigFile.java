package dev.lvs.agent.convert;

/**
 * A file that was read.
 *
 * @param name as notices call it
 */
public record ConfigFile(String name, String text) {}
