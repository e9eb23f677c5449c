# One .deb for each component.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ${PROJECT_NAME})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # else it is the first line of every description
set(CPACK_PACKAGE_CONTACT "maintainers <maintainers@idpplugin.org>")
set(CPACK_PACKAGE_HOMEPAGE_URL https://idpplugin.org)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS ${CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS})
set(CPACK_COMPONENTS_ALL dev plugin host simulator)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE none) # make.sh compresses
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

macro(debian_package component name section summary details)
    string(TOUPPER ${component} key)
    set(CPACK_DEBIAN_${key}_PACKAGE_NAME ${name})
    set(CPACK_DEBIAN_${key}_PACKAGE_SECTION ${section})
    set(CPACK_DEBIAN_${key}_DESCRIPTION "${summary}\n${details}")
endmacro()
debian_package(dev libidp-plugin-dev libdevel "C ABI between identity platforms and login providers"
    "Headers for hosts and providers in C and C++, with what CMake and pkg-config need to build a provider library.")
debian_package(plugin idp-plugin-wecom net "WeCom login for identity platforms"
    "A provider library: people sign in with WeCom at any platform that loads it.")
debian_package(host idp-host net "small identity platform that loads login providers"
    "Pages and an API to try a provider with, and commands that look at a provider's configuration and connection.")
debian_package(simulator wecom-simulator net "WeCom seen from outside"
    "The API and pages of WeCom, to try the login without a company account.")
include(CPack)
