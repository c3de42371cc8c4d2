package dev.lvs.tool.cli.manifests;

import dev.lvs.agent.daemon.BuildVersion;
import dev.lvs.tool.cli.table.SystemNames;
import dev.lvs.tool.convert.Conversion;
import dev.lvs.tool.convert.Converter;
import dev.lvs.tool.convert.keepalived.KeepalivedConfig;
import dev.lvs.tool.convert.ldirectord.LdirectordConfig;
import dev.lvs.tool.convert.read.ConfigFile;
import dev.lvs.tool.convert.read.Configuration;
import dev.lvs.tool.convert.read.Notice;
import dev.lvs.tool.convert.read.Notice.Effect;
import dev.lvs.tool.convert.read.Origin;
import dev.lvs.tool.convert.table.SavedTableConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lvs import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Turns configurations of keepalived, ldirectord and ipvsadm into manifests.",
    description = {
      "",
      "The manifests program what the configuration programs, and check real servers as it does."
          + " What they do not say is told on stderr, with file, line and reason: first what"
          + " balances otherwise (exit code 75), then the rest, in which lines that say the same"
          + " are one. The same files give the same manifests.",
      ""
    })
public final class ImportCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      required = true,
      paramLabel = "PROGRAM",
      order = 1,
      description = "Whose configuration it is: ${COMPLETION-CANDIDATES}.")
  ConfigFormat format = ConfigFormat.KEEPALIVED;

  @Option(
      names = "--config-id",
      paramLabel = "ID",
      order = 2,
      description =
          "As of keepalived, by default the director's host name: which lines that begin with @"
              + " count, and what the parameter _INSTANCE is.")
  @Nullable String configId;

  @Mixin ConversionOutput output = new ConversionOutput();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Read in this order; - is standard input.")
  List<Path> files = List.of();

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    List<ConfigFile> texts = files.stream().map(ConfigFiles::read).toList();
    Configuration configuration =
        switch (format) {
          case KEEPALIVED ->
              KeepalivedConfig.read(texts, new ConfigFiles(), Optional.ofNullable(configId));
          case LDIRECTORD -> LdirectordConfig.read(texts, SystemNames.read());
          case IPVSADM -> SavedTableConfig.read(texts, SystemNames.read());
        };
    var line = Objects.requireNonNull(spec).commandLine();
    Conversion conversion = Converter.convert(configuration, output.options());
    if (configuration.services().isEmpty()) {
      conversion = conversion.with(nothing(texts));
    }
    return output.write(conversion, line.getOut(), line.getErr()).number();
  }

  /** Whoever imports expects something: an empty result is most likely a mistake. */
  private Notice nothing(List<ConfigFile> texts) {
    String names = texts.stream().map(ConfigFile::name).collect(Collectors.joining(", "));
    return new Notice(
        new Origin(names, 0, ""),
        Effect.TABLE,
        "there is no virtual service in it, as %s reads it. If there should be, look at the other lines, and whether --from %s is right."
            .formatted(format, format));
  }
}
