#!/usr/bin/env bash
# Builds a Java app with Maven: the app's own wrapper if it has one. JAVA_HOME and PATH name the JDK.
source /slipway/common.sh

readonly proxy_url='^([a-z]+://)?(([^:@/]*):([^@/]*)@)?([^:@/]+):([0-9]+)/?$'

escape_xml() {
    sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g' <<<"$1"
}

# Prints settings with the proxies of the environment, whose variables Maven does not read; nothing if there are none.
proxy_settings() {
    local scheme lower upper direct proxies=''
    # localhost,.example.com reads localhost|*.example.com in Java.
    direct=$(sed 's/, */|/g; s/\(^\||\)\./\1*./g' <<<"${no_proxy:-${NO_PROXY:-}}")
    for scheme in http https; do
        lower=${scheme}_proxy
        upper=${scheme^^}_PROXY
        [[ ${!lower:-${!upper:-}} =~ $proxy_url ]] || continue
        proxies+="<proxy><id>$scheme</id><protocol>$scheme</protocol>"
        proxies+="<username>$(escape_xml "${BASH_REMATCH[3]}")</username>"
        proxies+="<password>$(escape_xml "${BASH_REMATCH[4]}")</password>"
        proxies+="<host>$(escape_xml "${BASH_REMATCH[5]}")</host><port>${BASH_REMATCH[6]}</port>"
        proxies+="<nonProxyHosts>$(escape_xml "$direct")</nonProxyHosts></proxy>"
    done
    [[ -z $proxies ]] || echo "<settings><proxies>$proxies</proxies></settings>"
}

maven_settings() {
    if [[ -n ${MAVEN_SETTINGS_PATH:-} ]]; then
        echo "$MAVEN_SETTINGS_PATH"
    elif [[ -n ${MAVEN_SETTINGS_URL:-} ]]; then
        curl -fsSL --retry 3 --max-time 30 -o /tmp/settings.xml "$MAVEN_SETTINGS_URL" ||
            fail "Could not download settings.xml from the URL in MAVEN_SETTINGS_URL." >&2
        echo /tmp/settings.xml
    elif [[ -f settings.xml ]]; then
        echo settings.xml
    fi
}

# Maven's own libraries make a new JDK print a dozen warnings that no app's author can do anything about.
quiet_options() {
    [[ $JAVA_HOME != */25 ]] || echo --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
}

run_maven() {
    local maven=(mvn) shown=mvn settings options goals
    if [[ -f mvnw && -f .mvn/wrapper/maven-wrapper.properties ]]; then
        # Checked out on Windows it may have lost its executable bit and gained carriage returns.
        sed -i 's/\r$//' mvnw .mvn/wrapper/maven-wrapper.properties
        chmod +x mvnw
        maven=(./mvnw) shown=./mvnw
    fi
    settings=$(maven_settings)
    [[ -z $settings ]] || maven+=(-s "$settings")
    proxy_settings >/tmp/proxies.xml
    [[ ! -s /tmp/proxies.xml ]] || maven+=(-gs /tmp/proxies.xml)
    read -ra options <<<"${MAVEN_CUSTOM_OPTS--DskipTests}"
    read -ra goals <<<"${MAVEN_CUSTOM_GOALS-clean install}"
    export MAVEN_USER_HOME=/cache/m2
    export MAVEN_OPTS="-XX:MaxRAMPercentage=60 -Dmaven.repo.local=/cache/m2/repository \
-Dorg.slf4j.simpleLogger.log.org.apache.maven.cli.transfer.Slf4jMavenTransferListener=warn \
$(quiet_options) ${MAVEN_JAVA_OPTS:-}"
    step "Executing Maven"
    echo "\$ $shown ${options[*]} ${goals[*]}" | indent
    "${maven[@]}" -B "${options[@]}" "${goals[@]}" 2>&1 | indent || fail "Failed to build app with Maven."
}

is_spring_boot() {
    unzip -p "$1" META-INF/MANIFEST.MF 2>/dev/null | grep -q '^Main-Class: org\.springframework\.boot\.loader'
}

# Proposes a web process for the frameworks whose jar says how to start it.
propose_processes() {
    local archive
    if [[ -f target/quarkus-app/quarkus-run.jar ]]; then
        echo "web: java -Dquarkus.http.port=\$PORT \$JAVA_OPTS -jar target/quarkus-app/quarkus-run.jar"
        return
    fi
    for archive in target/*.jar target/*.war; do
        if is_spring_boot "$archive"; then
            printf 'web: java -Dserver.port=$PORT $JAVA_OPTS -jar %q\n' "$archive"
            return
        fi
    done
}

run_maven
propose_processes >/slipway/result/processes
rm -rf /app/.m2 /app/.cache
bound_cache
