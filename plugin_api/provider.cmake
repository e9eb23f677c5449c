# How a provider library is linked, described and installed. Part of the CMake package idp_plugin, so that everybody's
# providers are built like those of this project.

# Makes a MODULE target a provider library: exactly one exported symbol, hardened, never unmapped.
function(idp_provider_link_line target)
    set(version_script ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map)
    set_target_properties(${target} PROPERTIES PREFIX "" LINK_DEPENDS ${version_script})
    target_link_options(${target} PRIVATE LINKER:--version-script=${version_script} LINKER:--no-undefined-version
        LINKER:--exclude-libs,ALL LINKER:-z,defs LINKER:-z,now LINKER:-z,relro LINKER:-z,noexecstack LINKER:-z,nodelete)
endfunction()

# Writes <name>.idp.json beside the library. Hosts refuse a library that others may write, whatever the umask was.
function(idp_provider_manifest target)
    set(manifest $<TARGET_FILE_DIR:${target}>/$<TARGET_FILE_BASE_NAME:${target}>.idp.json)
    add_dependencies(${target} idp_plugin::idp_validate)
    add_custom_command(TARGET ${target} POST_BUILD VERBATIM
        COMMAND chmod go-w $<TARGET_FILE:${target}>
        COMMAND $<TARGET_FILE:idp_plugin::idp_validate> manifest $<TARGET_FILE:${target}> > ${manifest})
endfunction()

# Puts the recipe by which idp-validate logs in beside the library.
function(idp_provider_recipe target recipe)
    set_property(TARGET ${target} PROPERTY IDP_RECIPE ${recipe})
    configure_file(${recipe} ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/${target}.idp-test.json COPYONLY)
endfunction()

# Installs the library into the folder that hosts look into, its recipe, and a manifest of the installed file: stripping changes it.
function(idp_provider_install target component)
    include(GNUInstallDirs)
    set(folder ${CMAKE_INSTALL_LIBDIR}/idp-plugins)
    install(TARGETS ${target} COMPONENT ${component} LIBRARY DESTINATION ${folder}
        PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
    get_target_property(recipe ${target} IDP_RECIPE)
    if(recipe)
        install(FILES ${recipe} COMPONENT ${component} DESTINATION ${folder})
    endif()
    install(CODE "
        set(folder \"${folder}\")
        cmake_path(ABSOLUTE_PATH folder BASE_DIRECTORY \"\${CMAKE_INSTALL_PREFIX}\")
        set(installed \"\$ENV{DESTDIR}\${folder}/$<TARGET_FILE_BASE_NAME:${target}>\")
        message(STATUS \"Writing: \${installed}.idp.json\")
        execute_process(COMMAND \"$<TARGET_FILE:idp_plugin::idp_validate>\" manifest \"\${installed}.so\"
            OUTPUT_FILE \"\${installed}.idp.json\" COMMAND_ERROR_IS_FATAL ANY)
        file(CHMOD \"\${installed}.idp.json\" PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)"
        COMPONENT ${component})
endfunction()
