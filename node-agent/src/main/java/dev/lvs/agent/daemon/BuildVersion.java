package dev.lvs.agent.daemon;

import dev.lvs.agent.Version;
import picocli.CommandLine.IVersionProvider;

/** The line that {@code --version} prints. */
public final class BuildVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"lvs " + Version.TEXT};
  }
}
