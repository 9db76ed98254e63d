package dev.slipway.builder;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Which process types an app has: those of its Procfile, and those of its language that the Procfile leaves out. */
final class ProcessTypes {

    private ProcessTypes() {}

    /**
     * @param defaults what the buildpack's script proposes, in the Procfile's form; empty for nothing
     * @param log      is told what was found, in Heroku's words
     */
    static Map<String, String> discover(SourceTree source, String defaults, BuildLog log) {
        log.line("-----> Discovering process types");
        Procfile declared = Procfile.parse(source.text("Procfile").orElse(""));
        declared.problems().forEach(problem -> log.line(" !     " + problem));
        warnOfOtherNames(source, log);
        log.line("       Procfile declares types -> " + names(declared.processTypes()));

        Map<String, String> added = Procfile.parse(defaults).processTypes();
        added.keySet().removeAll(declared.processTypes().keySet());
        if (!added.isEmpty()) {
            log.line("       Default types for buildpack -> " + names(added));
        }
        Map<String, String> all = new LinkedHashMap<>(declared.processTypes());
        all.putAll(added);
        return all;
    }

    private static void warnOfOtherNames(SourceTree source, BuildLog log) {
        if (source.hasFile("Procfile")) {
            return;
        }
        for (String file : source.files()) {
            String lowerCase = file.toLowerCase(Locale.ROOT);
            if (lowerCase.equals("procfile") || lowerCase.startsWith("procfile.") && !lowerCase.contains("/")) {
                log.line(" !     There is " + OutputLines.clean(file) + ", but only a file named exactly Procfile counts:"
                        + " rename it.");
            }
        }
    }

    private static String names(Map<String, String> processTypes) {
        return processTypes.isEmpty() ? "(none)" : String.join(", ", processTypes.keySet());
    }
}
