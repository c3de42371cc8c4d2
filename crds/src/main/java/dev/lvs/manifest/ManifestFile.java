package dev.lvs.manifest;

/**
 * A file of manifests.
 *
 * @param name as messages are to call it
 */
public record ManifestFile(String name, String text) {}
